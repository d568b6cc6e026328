/** A whole session against a server played by the test: fresh, doubted, lost, back, turned away. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Outcome } from '../lib/session.svelte'
import { stateHash } from '../lib/state-hash'
import type { State } from '../wire/state'
import 'fake-indexeddb/auto'
import { Drawer } from './drawer'
import { FakeWire } from './fake-wire'
import { LiveSession } from './live-session.svelte'

const STATE = {
  show: { title: 'SS27', rev: 1, phase: 'live' },
  forecast: { over_ms: 0, next: 'l1' },
  looks: { l1: { id: 'l1', number: '1', status: 'at_line', rev: 1 } },
} as unknown as State
const HASH = stateHash(STATE)
const AHEAD = 90_000_000 // the server's clock is a day and an hour before the phone's

let session: LiveSession
let drawers = 0
let stop: () => void
let beating: boolean
let beats: number
let picture: { status: number; body: unknown }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWire)
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify(picture.body), { status: picture.status })),
  )
  FakeWire.all = []
  beating = true
  beats = 0
  picture = { status: 200, body: { epoch: 'e1', seq: 5, state: STATE, hash: HASH } }
  session = new LiveSession('s1', 'screen', undefined, new Drawer(`phone ${++drawers}`))
  stop = session.start()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const serverNow = () => Date.now() + AHEAD

function beat(more: object = {}): void {
  const [n, now_at] = [++beats, serverNow()]
  FakeWire.last.say({ type: 'beat', n, seq: 5, hash: HASH, now_at, ...more })
}

/** Let time pass; the server beats every two seconds while it can, and answers pings. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await vi.advanceTimersByTimeAsync(250)
    if (beating && passed % 2_000 === 0) beat()
  }
}

function welcome(more: object = {}): void {
  FakeWire.last.open()
  FakeWire.last.say({
    ...{ type: 'welcome', protocol: 1, role: 'caller', pass: 'p1', label: 'Ana', scope: {} },
    ...{ show: 's1', epoch: 'e1', seq: 5, now_at: serverNow(), beat_ms: 2_000, outcomes: {} },
    ...more,
  })
  for (const { t } of FakeWire.last.of('ping')) {
    FakeWire.last.say({ type: 'pong', t, received_at: serverNow(), sent_at: serverNow() })
  }
}

/** The phone's disk does what it was asked to. */
async function disk(): Promise<void> {
  await vi.advanceTimersByTimeAsync(20)
}

async function arrive(): Promise<void> {
  await disk()
  welcome()
  beat()
}

/** The network is a black hole from here on. */
function blackHole(): void {
  beating = false
}

const GO = { type: 'go', look: 'l1' } as const
const MARK = { type: 'mark_look', look: 'l1', status: 'dressed' } as const

describe('a session', () => {
  it('takes its first picture over HTTP, and goes on from it', async () => {
    await arrive()

    expect(session.mirror.state.looks.get('l1')?.status).toBe('at_line')
    expect(FakeWire.last.of('hello')).toMatchObject([{ resume: { epoch: 'e1', seq: 5 } }])
  })

  it('is not live before it is proved, then is', async () => {
    await disk()
    const before = session.standing
    welcome()
    beat()

    expect([before, session.standing]).toEqual(['offline', 'live'])
    expect(session.me).toMatchObject({ role: 'caller', pass: 'p1', label: 'Ana', showId: 's1' })
  })

  it('knows the server time within a few milliseconds, whatever the phone thinks', async () => {
    await arrive()
    await pass(1_000)

    expect(Math.abs(session.clock.ms() - serverNow())).toBeLessThan(10)
  })

  it('is delayed from 4 s, stale from 10 s, and says how old it is', async () => {
    await arrive()
    blackHole()
    const course: [number, string][] = []
    for (const ms of [3_500, 1_000, 5_000, 1_000]) {
      await pass(ms)
      course.push([Math.round(session.ageMs / 500) / 2, session.standing])
    }

    expect(course).toEqual([
      [3.5, 'live'],
      [4.5, 'delayed'],
      [9.5, 'delayed'],
      [10.5, 'stale'],
    ])
  })

  it('never calls live what came late, though it came just now', async () => {
    await arrive()
    await pass(4_000)
    blackHole()
    await pass(6_000)

    beat({ now_at: serverNow() - 7_000 })

    expect(session.standing).toBe('delayed')
  })

  it('doubts what is shown after a sleep, until it is proved', async () => {
    await arrive()
    blackHole()
    vi.setSystemTime(Date.now() + 90_000) // the device's clock went on, the page's stood still
    await pass(500)
    const asleep = session.standing
    beating = true
    welcome()
    beat()
    await pass(500)

    expect([asleep, session.standing]).toEqual(['stale', 'live'])
  })
})

describe('an order', () => {
  it('carries what the caller sees as next, and the newest beat', async () => {
    await arrive()

    void session.press(GO)

    expect(FakeWire.last.of('command')).toMatchObject([
      { command: GO, expect: { next: 'l1' }, beat: beats },
    ])
  })

  it('is refused here from 3 s without a beat, and is not sent afterwards', async () => {
    await arrive()
    blackHole()
    await pass(3_250)

    const may = session.canOrder
    const outcome = await session.press(GO)
    beating = true
    await pass(3_000)

    expect(may).toBe(false)
    expect(outcome).toMatchObject({ outcome: 'reject', code: 'no_link' })
    expect(FakeWire.all.flatMap((wire) => wire.of('command'))).toEqual([])
  })
})

describe('a mark', () => {
  it('waits while the link is down, and goes out once with the time it was made', async () => {
    await arrive()
    await pass(1_000)
    FakeWire.last.drop()
    const madeAt = serverNow()
    const answer = session.press(MARK)
    await disk()
    const state = session.pending.state('mark_look', 'l1')
    await pass(2_000)
    welcome()
    await pass(500)
    const [command, ...more] = FakeWire.last.of('command')
    FakeWire.last.say({
      ...{ type: 'ack', id: command?.['id'], seq: 6, effect: 'applied', duplicate: false },
      warnings: [],
    })

    expect(state).toBe('saved-here')
    expect(more).toEqual([])
    expect(Math.abs(Number(command?.['occurred_at']) - madeAt)).toBeLessThan(50)
    expect(await answer).toMatchObject({ outcome: 'ack', seq: 6 } satisfies Partial<Outcome>)
    expect(session.pending.state('mark_look', 'l1')).toBe('acked')
  })

  it('shows a dot, after two seconds a ring', async () => {
    await arrive()
    void session.press(MARK)
    const first = session.pending.state('mark_look', 'l1')
    await pass(2_250)

    expect([first, session.pending.state('mark_look', 'l1')]).toEqual(['sending', 'saved-here'])
  })

  it('that is refused says why, in the words of the server', async () => {
    await arrive()
    const answer = session.press(MARK)
    await disk()
    const [command] = FakeWire.last.of('command')
    const id = command?.['id']
    FakeWire.last.say({ type: 'reject', id, code: 'forbidden', detail: 'Not yours.', seq: 5 })

    expect(await answer).toMatchObject({ outcome: 'reject', code: 'forbidden' })
    expect(session.pending.of('mark_look', 'l1')).toMatchObject({ words: 'Not yours.' })
  })

  it('after an interruption is counted among those that were sent', async () => {
    await arrive()
    blackHole()
    await pass(12_000)
    void session.press(MARK)
    const wire = FakeWire.last
    welcome()
    beating = true
    beat()
    await disk()
    const id = wire.of('command')[0]?.['id']
    wire.say({ type: 'ack', id, seq: 6, effect: 'applied', duplicate: false, warnings: [] })

    expect(session.back).toEqual({ sent: 1, refused: 0 })
  })
})

describe('a stop', () => {
  it('goes out however old the screen is', async () => {
    await arrive()
    blackHole()
    await pass(7_000)

    void session.press({ type: 'stop_show' })

    expect(FakeWire.last.of('command')).toMatchObject([{ command: { type: 'stop_show' } }])
  })
})

describe('a session that knows what its device can do', () => {
  it('says it when it is known, and whenever it changes', async () => {
    await arrive()
    session.describe({ wake_lock: 'on' })
    session.describe({ wake_lock: 'off' })

    expect(FakeWire.last.of('device').map((one) => one['device'])).toEqual([
      { wake_lock: 'on' },
      { wake_lock: 'off' },
    ])
  })

  it('says it in its greeting from then on, and nothing before', async () => {
    session.describe({ wake_lock: 'on' })
    await arrive()

    expect(FakeWire.last.of('hello')).toMatchObject([{ device: { wake_lock: 'on' } }])
    expect(FakeWire.last.of('device')).toEqual([])
  })
})

describe('a session that is turned away', () => {
  it('says why and stays away', async () => {
    await arrive()
    FakeWire.last.drop(4403)
    await pass(20_000)

    expect([session.standing, session.stoppedBy, FakeWire.all.length]).toEqual(['stopped', 4403, 1])
    expect(await session.press(MARK)).toMatchObject({ outcome: 'reject', code: 'no_link' })
  })

  it('at its first picture does not even ask for a line', async () => {
    picture = { status: 401, body: {} }
    stop()
    FakeWire.all = []
    const other = new LiveSession('s1')
    const end = other.start()
    await vi.advanceTimersByTimeAsync(100)

    expect([other.stoppedBy, FakeWire.all.length]).toEqual([4401, 0])
    end()
  })
})
/** The page goes; the same phone opens it again. */
async function reload(): Promise<void> {
  stop()
  session = new LiveSession('s1', 'screen', undefined, new Drawer(`phone ${drawers}`))
  stop = session.start()
  await disk()
}

describe('a page that was reloaded without a server', () => {
  beforeEach(async () => {
    await arrive()
    await pass(500)
    FakeWire.last.drop()
    void session.press(MARK)
    await disk()
    await reload()
  })

  it('paints what it showed last, as stale, and whose it was', () => {
    expect(session.mirror.state.looks.get('l1')?.status).toBe('at_line')
    expect([session.standing, session.canOrder, session.me.label]).toEqual(['stale', false, 'Ana'])
  })

  it('shows the mark that still waits, sends it once, and counts it', () => {
    const shown = session.pending.state('mark_look', 'l1')
    welcome()
    beat()
    const commands = FakeWire.last.of('command')
    const ack = { type: 'ack', seq: 6, effect: 'applied', duplicate: false, warnings: [] }
    FakeWire.last.say({ ...ack, id: commands[0]?.['id'] })

    expect([shown, commands.length]).toEqual(['saved-here', 1])
    expect(session.back).toEqual({ sent: 1, refused: 0 })
  })

  it('goes on from what it has, and asks what became of the mark', () => {
    FakeWire.last.open()
    const pending = [session.pending.waiting[0]?.id]

    expect(FakeWire.last.of('hello')).toMatchObject([{ resume: { seq: 5 }, pending }])
  })

  it('never sends it as somebody else, and says that it is left over', async () => {
    welcome({ pass: 'p2', label: 'Tom' })
    beat()
    await vi.dynamicImportSettled()

    expect(FakeWire.last.of('command')).toEqual([])
    expect(session.pending.all).toMatchObject([{ state: 'rejected', code: 'left_pass' }])
  })

  it('forgets the picture when it is turned away', async () => {
    picture = { status: 403, body: {} }
    FakeWire.last.drop(4403)
    await disk()
    await reload()

    expect(session.mirror.empty).toBe(true)
  })
})

describe('a mark that waited', () => {
  it('while another run began is not sent into it', async () => {
    picture.body = { epoch: 'e1', seq: 5, hash: HASH, state: { ...STATE, run: { id: 'r1' } } }
    await arrive()
    FakeWire.last.drop()
    void session.press(MARK)
    await pass(1_000)
    welcome({ seq: 6 })
    FakeWire.last.say({
      ...{ type: 'delta', from: 6, to: 6, at: 1, entries: [] },
      patch: { run: { id: 'r2' } },
    })
    await vi.dynamicImportSettled()

    expect(FakeWire.last.of('command')).toEqual([])
    expect(session.pending.all).toMatchObject([{ code: 'left_run' }])
  })
})

describe('a phone that keeps nothing', () => {
  it('sends each mark all the same, at once, and never says that it is saved', async () => {
    vi.stubGlobal('indexedDB', undefined)
    stop()
    session = new LiveSession('s1', 'screen', undefined, new Drawer('none'))
    stop = session.start()
    await arrive()
    void session.press(MARK)
    await disk()
    const sent = FakeWire.last.of('command').length
    await pass(4_000)

    expect([sent, session.storage]).toEqual([1, 'memory'])
    expect(session.pending.state('mark_look', 'l1')).toBe('sending')
  })
})
