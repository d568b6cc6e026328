/** A phone that slept, was turned away, or does not know the day: what it shows, and when it says it was pressed. */

import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stateHash } from '../lib/state-hash'
import type { State } from '../wire/state'
import { Drawer } from './drawer'
import { FakeWire } from './fake-wire'
import { LiveSession } from './live-session.svelte'

const STATE = {
  show: { title: 'SS27', rev: 1, phase: 'live' },
  forecast: { over_ms: 0, next: 'l1' },
  looks: { l1: { id: 'l1', number: '1', status: 'at_line', rev: 1 } },
} as unknown as State
const HASH = stateHash(STATE)
const MARK = { type: 'mark_look', look: 'l1', status: 'dressed' } as const
const DAY_MS = 86_400_000

let drawers = 0
let session: LiveSession
let stop: () => void
/** How far the server's clock is before the phone's. */
let ahead: number

const serverNow = () => Date.now() + ahead

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWire)
  const picture = JSON.stringify({ epoch: 'e1', seq: 5, state: STATE, hash: HASH })
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(picture)))
  FakeWire.all = []
  ahead = 0
  drawers += 1
  open()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open(): void {
  session = new LiveSession('s1', 'screen', undefined, new Drawer(`sleeper ${drawers}`))
  stop = session.start()
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}

async function arrive(): Promise<void> {
  await pass(20)
  const wire = FakeWire.last
  wire.open()
  wire.say({
    ...{ type: 'welcome', protocol: 1, role: 'caller', pass: 'p1', label: 'Ana', scope: {} },
    ...{ show: 's1', epoch: 'e1', seq: 5, now_at: serverNow(), beat_ms: 2_000, outcomes: {} },
  })
  for (const { t } of wire.of('ping')) {
    wire.say({ type: 'pong', t, received_at: serverNow(), sent_at: serverNow() })
  }
  beat()
}

function beat(): void {
  FakeWire.last.say({ type: 'beat', n: 1, seq: 5, hash: HASH, now_at: serverNow() })
}

/** The phone sleeps: its clock on the wall goes on, and the page's own stands still. */
function sleep(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

/** Somebody lifts it: an iPhone has no other word for it than this. */
function lift(): void {
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('a phone that is lifted after ten minutes in a pocket', () => {
  beforeEach(async () => {
    await arrive()
    await pass(500)
    sleep(600_000)
    lift()
  })

  it('does not show for a moment as live what it knew before', () => {
    expect([session.standing, session.canOrder]).toEqual(['stale', false])
  })

  it('takes nothing that lay in its old line for new', () => {
    const [old] = FakeWire.all
    const heard = old?.onmessage

    expect(heard).toBeNull()
    expect(FakeWire.all).toHaveLength(2)
  })

  it('says how old that is, though its network is not there', async () => {
    await pass(1_000)

    expect(session.ageMs).toBeGreaterThan(600_000)
  })

  it('knows when a mark was made, though its network is not there', async () => {
    void session.press(MARK)
    const madeAt = serverNow()
    await pass(300)
    await arrive()
    const [sent] = FakeWire.last.of('command')

    expect(Math.abs(Number(sent?.['occurred_at']) - madeAt)).toBeLessThan(100)
  })
})

describe('a phone that was turned away', () => {
  it('does not knock again because somebody lifts it', async () => {
    await arrive()
    FakeWire.last.drop(4403)
    lift()
    window.dispatchEvent(new Event('online'))
    await pass(10_000)

    expect([session.stoppedBy, FakeWire.all.length]).toEqual([4403, 1])
  })
})

describe('a phone that believes in tomorrow', () => {
  it('keeps over a reload the mark that it made a minute ago', async () => {
    ahead = -DAY_MS
    await arrive()
    FakeWire.last.drop()
    void session.press(MARK)
    await pass(60_000)
    stop()
    open()
    await arrive()

    expect(FakeWire.last.of('command')).toMatchObject([{ command: MARK }])
  })
})

describe('a caller whose link died as she pressed', () => {
  it.each([
    { does: 'take the call from whoever has it', command: { type: 'take_call', force: true } },
    {
      does: 'send anybody to the door',
      command: { type: 'nudge', to: 'role:dresser' },
    },
  ] as const)('does not $does when the link is back', async ({ command }) => {
    await arrive()
    const answer = session.press(command)
    FakeWire.last.drop()
    await pass(1_000)
    await arrive()

    expect(await answer).toMatchObject({ outcome: 'reject', code: 'no_link' })
    expect(FakeWire.last.of('command')).toEqual([])
  })
})

describe('a phone whose page was replaced by a newer one', () => {
  const last = { show: 's1', role: 'screen', epoch: 'e1', seq: 5, freshAt: 1, ahead: 0 } as const
  const me = { role: 'caller', pass: 'p1', label: 'Ana', scope: {}, showId: 's1' } as const

  beforeEach(async () => {
    stop()
    FakeWire.all = []
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
    const page = '/assets/the-one-before.js'
    const drawer = new Drawer(`sleeper ${drawers}`)
    void drawer.keepLast({ ...last, me, page, text: JSON.stringify(STATE) })
    await pass(20)
    open()
    await pass(20)
  })

  it('shows what the older one knew, as stale', () => {
    expect(session.mirror.state.looks.get('l1')?.status).toBe('at_line')
    expect(session.standing).toBe('stale')
  })

  it('goes on from a whole picture, and never from that', () => {
    FakeWire.last.open()

    expect(FakeWire.last.of('hello')).not.toMatchObject([{ resume: { epoch: 'e1' } }])
  })
})

describe('a phone whose disk takes a second to wake', () => {
  it('shows what it knew all the same, where nothing else comes', async () => {
    await arrive()
    await pass(500)
    void session.press(MARK)
    stop()
    await pass(500)
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    const drawer = new Drawer(`sleeper ${drawers}`)
    const soon = drawer.open.bind(drawer)
    drawer.open = async (...asked) => {
      await new Promise((wake) => setTimeout(wake, 1_000))
      return soon(...asked)
    }
    session = new LiveSession('s1', 'screen', undefined, drawer)
    stop = session.start()
    await pass(1_500)

    expect(session.mirror.state.looks.get('l1')?.status).toBe('at_line')
    expect([session.standing, session.pending.count]).toEqual(['stale', 1])
  })
})
