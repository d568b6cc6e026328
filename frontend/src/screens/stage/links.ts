/** What can become of the link of a staged screen, and which other screens it sees. */

import type { Screen } from '../../wire/state'
import type { FakeSession } from './fake-session.svelte'

type Turn = (session: FakeSession, now: number) => void

/** By the word in the stage's address: `?state=stale`. */
export const LINKS: Readonly<Record<string, Turn>> = {
  delayed: (session) => session.stand('delayed'),
  stale: (session) => session.stand('stale'),
  old: (session) => session.stand('stale', 74_000),
  woken: (session) => session.stand('stale', 2_000),
  offline: (session) => session.stand('offline'),
  'stopped-4401': (session) => stop(session, 4401),
  'stopped-4403': (session) => stop(session, 4403),
  'stopped-4404': (session) => stop(session, 4404),
  'wrong-version': (session) => stop(session, 4426),
  'newer-page': (session) => (session.newerPage = true),
  'not-saving': (session) => (session.notSaving = true),
  damaged: (session) => (session.damaged = { seq: 412, what: 'its hash' }),
  back: (session) => (session.back = { sent: 3, refused: 1 }),
  behind: (session) => {
    session.stand('stale', 14_000)
    session.behind = true
  },
  'pending-marks': (session) => {
    session.stand('stale')
    waitHere(session)
  },
  superseded: (session) =>
    session.pressedBefore(
      { type: 'mark_look', look: 'l17', status: 'dressed' },
      { state: 'acked', superseded: true },
    ),
  refused: (session) => {
    const words = 'Look 17 is cut: it takes no mark.'
    session.pressedBefore(
      { type: 'mark_look', look: 'l17', status: 'dressed' },
      { state: 'rejected', code: 'invalid_transition', words },
    )
    session.pressedBefore(
      { type: 'mark_item', item: 'i17-1', status: 'with_model' },
      { state: 'rejected', code: 'invalid_transition', words: 'The belt was replaced.' },
    )
    session.answer = {
      outcome: 'reject',
      code: 'stale_order',
      detail: 'Your screen was too far behind. Look, then press again.',
    }
  },
  lost: (session, now) => {
    const taken = { show: { caller: 'p-sm', caller_since: now } }
    setTimeout(() => session.patch(taken), 1_500) // once the screen has had the call
  },
}

function stop(session: FakeSession, code: number): void {
  session.stand('stopped')
  session.stoppedBy = code
  waitHere(session)
}

function waitHere(session: FakeSession): void {
  session.pressedBefore(
    { type: 'mark_look', look: 'l17', status: 'dressing' },
    { state: 'saved-here', kept: true },
  )
  for (const item of ['i17-0', 'i17-1']) {
    session.pressedBefore(
      { type: 'mark_item', item, status: 'with_model' },
      { state: 'saved-here', kept: true },
    )
  }
}

/** Everybody's devices: most of them follow. */
export function screensNow(now: number): Screen[] {
  const live = {
    standing: 'live',
    since_at: now - 1_900_000,
    seen_at: now - 1_500,
    seq: 300,
  } as const
  return [
    { ...live, pass: 'p-ana', client: 'a', role: 'caller', label: 'Ana', device: PAD },
    { ...live, pass: 'p-sm', client: 'b', role: 'stage_manager', label: 'Jules', device: LAPTOP },
    { ...live, pass: 'p-starter', client: 'c', role: 'starter', label: 'Max', device: PAD },
    { ...live, pass: 'p-c1', client: 'd', role: 'dresser', label: 'Pia Holm', device: PHONE },
    ...away('p-c2', 'Tom Adler', 'stale', now - 41_000),
    ...away('p-c3', 'Lou Marchetti', 'gone', now - 312_000),
    ...away('p-c6', 'Marie-Christine Dupont', 'delayed', now - 8_000),
    { ...live, pass: 'p-tv1', client: 'h', role: 'screen', label: 'Room B' },
    { ...live, pass: 'p-tv2', client: 'i', role: 'screen', label: 'Backstage' },
  ]
}

type Device = NonNullable<Screen['device']>
const PAD: Device = { system: 'iPad', wake_lock: 'on', secure: true, sound: true, storage: 'kept' }
const LAPTOP: Device = { system: 'macOS', wake_lock: 'on', secure: true, sound: true }
const PHONE: Device = { system: 'Android', wake_lock: 'none', secure: false, storage: 'none' }

function away(pass: string, label: string, standing: Screen['standing'], at: number): Screen[] {
  const when = { standing, since_at: at, seen_at: at, seq: 40 }
  return [{ ...when, pass, client: pass, role: 'dresser', label, device: PHONE }]
}
