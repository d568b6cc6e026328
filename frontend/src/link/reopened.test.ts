/** A mark that was kept while its page was closed: whoever opens it again is told what became of it. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { stateHash } from '../lib/state-hash'
import type { State } from '../wire/state'
import 'fake-indexeddb/auto'
import { Drawer } from './drawer'
import { FakeWire } from './fake-wire'
import { LiveSession } from './live-session.svelte'

const STATE = { show: { title: 'SS27', rev: 1, phase: 'live' } } as unknown as State
const HASH = stateHash(STATE)
const PLACE = { show: 's1', role: 'dresser' } as const
const READY = { type: 'mark_look', look: 'l38', status: 'dressed' } as const

let phones = 0
let session: LiveSession
let stop: () => void

const disk = () => vi.advanceTimersByTimeAsync(20)

async function open(): Promise<void> {
  session = new LiveSession('s1', 'dresser', undefined, new Drawer(`reopened ${phones}`))
  stop = session.start()
  await disk()
}

function welcome(): void {
  const now_at = Date.now()
  FakeWire.last.open()
  FakeWire.last.say({
    ...{ type: 'welcome', protocol: 1, role: 'dresser', pass: 'p1', label: 'Pia', scope: {} },
    ...{ show: 's1', epoch: 'e1', seq: 5, now_at, beat_ms: 2_000, outcomes: {} },
  })
  FakeWire.last.say({ type: 'beat', n: 1, seq: 5, hash: HASH, now_at })
}

/** READY is kept without a link, and the page is closed. */
beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWire)
  const body = JSON.stringify({ epoch: 'e1', seq: 5, state: STATE, hash: HASH })
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)))
  FakeWire.all = []
  phones += 1
  await open()
  welcome()
  await vi.advanceTimersByTimeAsync(500)
  FakeWire.last.drop()
  void session.press(READY)
  await disk()
  stop()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it.each(['with', 'without'])(
  'that was overtaken is answered, %s a picture of the show on the phone',
  async (picture) => {
    if (picture === 'without') {
      void new Drawer(`reopened ${phones}`).clear(PLACE, false)
      await disk()
    }
    await open()
    welcome()
    await disk()
    const id = FakeWire.last.of('command')[0]?.['id']
    FakeWire.last.say({
      ...{ type: 'ack', id, seq: 6, effect: 'superseded', duplicate: false, warnings: [] },
    })

    expect(session.pending.all).toMatchObject([{ command: READY, superseded: true }])
    expect(session.back ?? { refused: 1 }).toMatchObject({ refused: 1 })
  },
)
