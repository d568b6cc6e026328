/** Who sits in front of each screen of the stage, and which evening it is shown. */

import type { Me } from '../../lib/session.svelte'
import type { ScreenName } from '../../lib/places'
import type { Role, Scope, State } from '../../wire/state'
import { evening, type Scene } from './evening'
import { FakeSession } from './fake-session.svelte'
import { LINKS, screensNow } from './links'

export const NOON = 1_795_703_527_000 // 14:32:07 UTC on the day of the sketches

const SEATS: Readonly<
  Record<ScreenName, readonly [pass: string, role: Role, label: string, scope: Scope]>
> = {
  caller: ['p-ana', 'caller', 'Ana', {}],
  starter: ['p-starter', 'starter', 'Max', {}],
  dresser: ['p-c1', 'dresser', 'Pia Holm', { crew: 'c1' }],
  room: ['p-tv1', 'screen', 'Room B', { room: 'B' }],
  backstage: ['p-tv2', 'screen', 'Backstage', {}],
}

export function seat(screen: ScreenName, own: Partial<Me> = {}): Me {
  const [pass, role, label, scope] = SEATS[screen]
  return { pass, role, label, scope, showId: 's1', ...own }
}

/** What the stage's address asks for, e.g. `?screen=caller&state=hold&looks=40`. */
export interface Wanted {
  readonly screen: ScreenName
  readonly state: string
  readonly looks: number
  readonly still: boolean
  /** Another role in front of the screen than usual. */
  readonly role: Role | undefined
}

const SCENES: ReadonlySet<string> = new Set<Scene>([
  'planned',
  'prep',
  'lined_up',
  'live',
  'quiet',
  'hold',
  'stopped',
  'rehearsal',
  'finale',
  'ended',
])

export function wanted(search: URLSearchParams): Wanted {
  return {
    screen: (search.get('screen') ?? 'caller') as ScreenName,
    state: search.get('state') ?? 'live',
    looks: Number(search.get('looks')) || 40,
    still: !search.has('run'),
    role: (search.get('role') ?? undefined) as Role | undefined,
  }
}

/** A session showing `state`: a scene, a standing of the link, or one of the turns below. */
export function staged(want: Wanted): FakeSession {
  const scene = SCENES.has(want.state) ? (want.state as Scene) : 'live'
  const now = want.still ? NOON : Math.round(performance.timeOrigin + performance.now())
  const own = want.role === undefined ? {} : { role: want.role, pass: 'p-sm', scope: {} }
  const session = new FakeSession(
    seat(want.screen, own),
    evening(scene, want.looks, now),
    now,
    want.still,
  )
  if (want.state === 'offline') session.mirror.seq = -1 // nothing has come yet
  session.screens = screensNow(now)
  const turn = TURNS[want.state]
  if (turn) session.patch(turn(now))
  LINKS[want.state]?.(session, now)
  return session
}

/** Small things that happen in a live evening, as patches. */
const TURNS: Readonly<Record<string, (now: number) => object>> = {
  nudge: (now) => told(now, { kind: 'nudge', to: ['crew:c1'], look: 'l17' }),
  notice: (now) =>
    told(now, {
      kind: 'change',
      code: 'look_moved',
      to: ['crew:c1'],
      look: 'l17',
      other: 'l18',
      revision: 13,
    }),
  message: (now) =>
    told(now, {
      kind: 'text',
      to: ['all'],
      text: 'Photographers are clearing the head of the runway: keep left at the turn.',
    }),
  restored: (now) =>
    told(now, {
      kind: 'alarm',
      code: 'history_restored',
      to: ['role:caller', 'role:starter', 'role:stage_manager', 'role:producer'],
      sent_by: 'clock',
      sent_role: 'clock',
    }),
  unanswered: (now) => ({
    messages: {
      n8: {
        ...BASE(now),
        ...{ id: 'n8', kind: 'nudge', to: ['crew:c2'], look: 'l18', sent_at: now - 12_000 },
      },
      n9: {
        ...BASE(now),
        ...{
          id: 'n9',
          kind: 'nudge',
          code: 'nudge_unanswered',
          to: ['role:head_dresser', 'crew:c1'],
        },
        ...{ look: 'l18', subject: 'n8', sent_by: 'clock', sent_role: 'clock' },
      },
    },
  }),
  clash: (now) => ({
    looks: { l17: { status: 'dressed', marked_at: now - 67_000, marked_by: 'p-c1' } },
    help: { h1: { status: 'open', raised_at: now - 31_000, raised_by: 'p-c2' } },
    decisions: {
      d1: null,
      d2: {
        id: 'd2',
        kind: 'clash',
        raised_at: now - 4_000,
        look: 'l17',
        options: [
          { id: 'ready', label: 'keep READY', status: 'dressed' },
          { id: 'problem', label: 'keep PROBLEM' },
        ],
        rev: 1,
      },
    },
  }),
  nobody: () => ({ show: { caller: null } }),
  other: () => ({ show: { caller: 'p-sm' } }),
  unready: () => ({ looks: { l14: { status: 'dressing' } } }),
  rearranged: (now) => ({
    looks: { l16: { status: 'at_line', status_at: now - 60_000 }, l15: { status: 'dressing' } },
  }),
  quick: (now) => ({
    looks: {
      l9: { model: 'm17', status: 'off', returned_at: now - 12_000 },
      l17: { status: 'assigned' },
    },
    items: { 'i17-0': { status: 'on_rack' }, 'i17-1': { status: 'on_rack' } },
    help: { h1: null },
    messages: { n1: null },
    forecast: {
      looks: { l17: { exit_at: now + 33_000, block: 'none' } },
      changes: {
        l17: {
          after: 'l9',
          window_ms: 45_000,
          needed_ms: 40_000,
          slack_ms: 5_000,
          class: 'amber',
          source: 'measured',
        },
      },
    },
  }),
}

const BASE = (now: number) => ({
  id: 'n9',
  sent_at: now - 4_000,
  sent_by: 'p-ana',
  sent_role: 'caller',
  acks: {},
  rev: 1,
})

function told(now: number, message: object): object {
  return { messages: { n9: { ...BASE(now), ...message } } }
}

export type Staged = { readonly session: FakeSession; readonly state: State }
