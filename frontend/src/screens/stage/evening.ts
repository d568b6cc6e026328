/** A made-up evening in any state, as the server would send it: what the stage shows screens with. */

import type {
  ChangeForecast,
  Crew,
  Entity,
  Item,
  ItemStatus,
  Look,
  LookForecast,
  LookStatus,
  Model,
  ModelStatus,
  State,
} from '../../wire/state'
import { figure, DRESSERS, MODELS, PIECES } from './people'
import { cues, decisions, help, messages, passes, show } from './around'

/** What the stage can be asked for. */
export type Scene =
  | 'planned'
  | 'prep'
  | 'lined_up'
  | 'live'
  | 'quiet'
  | 'hold'
  | 'stopped'
  | 'rehearsal'
  | 'finale'
  | 'ended'

export const SPACING_MS = 22_000
const WALK_MS = 40_000
const NEXT = 13 // place in the order of the look that is next while the show is live
const RETURNED = 11 // looks before this one are back

/** Everything the parts of an evening are made from. */
export interface Plan {
  readonly scene: Scene
  readonly now: number
  /** How many looks have left, and where the next one stands. */
  readonly next: number
  readonly count: number
  readonly live: boolean
  readonly t0: number
}

export function evening(scene: Scene, count: number, now: number): State {
  const plan = planOf(scene, count, now)
  const looks = range(count).map((n) => look(plan, n))
  return {
    show: show(
      plan,
      looks.map((one) => one.id),
    ),
    ...(scene === 'planned' ? {} : { run: runOf(plan) }),
    looks: byId(looks),
    models: byId(range(MODELS.length).map((n) => model(plan, n, looks))),
    items: byId(range(count).flatMap((n) => pieces(plan, n))),
    crew: byId(crew()),
    rooms: byId([
      { id: 'A', name: 'A', rev: 1 },
      { id: 'B', name: 'B', rev: 1 },
    ]),
    cues: byId(cues(plan)),
    help: byId(help(plan)),
    messages: byId(messages(plan)),
    decisions: byId(decisions(plan)),
    seats: {},
    guests: {},
    house: { seats: 520, guests: 480, checked_in: 431, seated: 408, front_row_missing: 3 },
    passes: byId(passes()),
    forecast: {
      ...(scene === 'finale' || scene === 'ended' ? {} : { next: `l${plan.next + 1}` }),
      spacing_ms: SPACING_MS,
      t0_at: plan.t0,
      end_at: exitAt(plan, count - 1) + WALK_MS + 90_000,
      over_ms: plan.live ? 18_000 : 0,
      ...counts(looks, plan),
      looks: Object.fromEntries(looks.map((one, n) => [one.id, figures(plan, one, n)])),
      changes: changes(plan, looks),
      cues: Object.fromEntries(
        cues(plan).map((cue) => [
          cue.id,
          exitAt(plan, placeOf(cue.anchor.look)) + (cue.anchor.offset_ms ?? 0),
        ]),
      ),
      latest: { m24: now + 90_000 },
    },
  }
}

function planOf(scene: Scene, count: number, now: number): Plan {
  const before = scene === 'planned' || scene === 'prep' || scene === 'lined_up'
  const over = scene === 'finale' || scene === 'ended'
  const next = before ? 0 : over ? count : Math.min(NEXT, count - 1)
  const t0 = before ? now + 18 * 60_000 : now - 401_000
  return { scene, now, next, count, live: !before && !over, t0 }
}

export function exitAt(plan: Plan, n: number): number {
  if (!plan.live) return plan.t0 + n * SPACING_MS
  const held = plan.scene === 'hold' && n >= plan.next ? 64_000 : 0
  return plan.now + 8_000 + held + (n - plan.next) * SPACING_MS
}

export function placeOf(look: string | undefined): number {
  return look === undefined ? 0 : Number(look.slice(1)) - 1
}

/** Who wears look `n`: the first sixteen looks have a model each, later ones come round again. */
export function wearer(n: number): number {
  if (n < 16) return n
  return n % 3 === 2 ? wearer(n - 6) : 16 + (n % (MODELS.length - 16))
}

function look(plan: Plan, n: number): Look {
  const status = statusOf(plan, n)
  return {
    id: `l${n + 1}`,
    number: n === 19 ? '19A' : String(n < 19 ? n + 1 : n),
    rev: 3,
    model: `m${wearer(n) + 1}`,
    dresser: `c${(n % DRESSERS.length) + 1}`,
    picture: figure(n),
    items: range(pieceCount(n)).map((piece) => `i${n + 1}-${piece}`),
    change_ms: 90_000,
    change_class: 'usual',
    status,
    status_at: plan.now - 400_000 + n * 9_000,
    marked_at: plan.now - 35_000 - n * 4_000,
    marked_by: `p-c${(n % DRESSERS.length) + 1}`,
    marked_seq: 100 + n,
    ...(n % 4 === 1
      ? { notes: 'Veil down before the turn, train over the left arm on the stairs' }
      : {}),
    ...outing(plan, n, status),
  }
}

function pieceCount(n: number): number {
  return n % 3 === 0 ? 5 : 4
}

function outing(plan: Plan, n: number, status: LookStatus): Partial<Look> {
  if (!OUT.has(status)) return {}
  const at = exitAt(plan, n)
  const gone = { status_at: at, exited_at: at, exits: 1 }
  return status === 'on_runway' ? gone : { ...gone, returned_at: at + WALK_MS }
}

const OUT: ReadonlySet<LookStatus> = new Set(['on_runway', 'off', 'done'])

/** What stands at each place from the next look on, in a live show and in one without a worry. */
const AHEAD: readonly LookStatus[] = [
  'at_line',
  'at_line',
  'dressing',
  'dressing',
  'assigned',
  'dressed',
  'assigned',
  'assigned',
  'dressed',
]
const QUIET: readonly LookStatus[] = range(12).map((n) => (n < 4 ? 'at_line' : 'dressed'))
const BEFORE: Partial<Record<Scene, readonly LookStatus[]>> = {
  planned: [],
  prep: ['dressing', 'dressing', 'dressing'],
  lined_up: range(16).map((n) => (n < 8 ? 'at_line' : 'dressed')),
}

function statusOf(plan: Plan, n: number): LookStatus {
  const before = BEFORE[plan.scene]
  if (before) return before[n] ?? 'assigned'
  if (n === 30) return 'cut'
  if (n === 8) return 'skipped'
  return plan.live ? statusLive(plan, n) : n > plan.count - 3 ? 'off' : 'done'
}

function statusLive(plan: Plan, n: number): LookStatus {
  if (n < RETURNED) return n < 7 ? 'done' : 'off'
  if (n < plan.next) return 'on_runway'
  return (plan.scene === 'quiet' ? QUIET : AHEAD)[n - plan.next] ?? 'assigned'
}

const HERE: Partial<Record<LookStatus, ModelStatus>> = {
  at_line: 'ready_line',
  on_runway: 'out',
  dressing: 'first_look',
  dressed: 'first_look',
}

function model(plan: Plan, n: number, looks: readonly Look[]): Model {
  return {
    id: `m${n + 1}`,
    name: MODELS[n] ?? '',
    rev: 2,
    call_at: plan.t0 - 7_200_000,
    arrived_at: plan.t0 - 7_000_000,
    status: whereabouts(plan, n, looks),
    status_at: plan.now - 60_000,
    services: { hair: 'done', makeup: n === 19 ? 'doing' : 'done' },
  }
}

function whereabouts(plan: Plan, n: number, looks: readonly Look[]): ModelStatus {
  if (n === 23 && plan.scene !== 'quiet') return 'no_show'
  const mine = looks.filter((one) => one.model === `m${n + 1}`)
  const now = mine.find((one) => one.status === 'on_runway') ?? mine.find((one) => HERE[one.status])
  return (now && HERE[now.status]) ?? (n === 19 ? 'in_service' : 'arrived')
}

function pieces(plan: Plan, n: number): Item[] {
  return range(pieceCount(n)).map((piece) => {
    const [kind, name] = PIECES[(n * 5 + piece * 7) % PIECES.length] ?? ['garment', 'dress']
    return {
      id: `i${n + 1}-${piece}`,
      look: `l${n + 1}`,
      name,
      kind,
      required: piece < 4,
      rev: 2,
      ...(kind === 'shoe' ? { size: '39' } : {}),
      status: pieceStatus(plan, n, piece),
      location: `rack ${(n % 12) + 1}`,
    }
  })
}

function pieceStatus(plan: Plan, n: number, piece: number): ItemStatus {
  if (n === 26 && piece === 1 && plan.scene !== 'quiet') return 'missing'
  const status = statusOf(plan, n)
  if (status === 'assigned') return 'on_rack'
  return status === 'dressing' && piece > 1 ? 'on_rack' : 'with_model'
}

function crew(): Crew[] {
  return DRESSERS.map((name, n) => ({
    id: `c${n + 1}`,
    role: 'dresser',
    name,
    room: n < 4 ? 'B' : 'A',
    rev: 1,
  }))
}

function runOf(plan: Plan): NonNullable<State['run']> {
  const gone = range(plan.next).filter((n) => n !== 8)
  return {
    id: 'r1',
    kind: plan.scene === 'rehearsal' ? 'rehearsal' : 'show',
    began_at: plan.now - 9_000_000,
    ...(plan.t0 < plan.now ? { t0_at: plan.t0, planned_ms: 900_000 } : {}),
    exits: gone.map((n) => ({ look: `l${n + 1}`, at_ms: exitAt(plan, n), number: 1 })),
    rev: 20,
  }
}

function figures(plan: Plan, one: Look, n: number): LookForecast {
  if (one.status === 'on_runway') return { return_at: exitAt(plan, n) + WALK_MS }
  if (['off', 'done', 'cut', 'skipped'].includes(one.status)) return {}
  const soft = plan.scene !== 'quiet' && (n === 16 || n === 26)
  return { exit_at: exitAt(plan, n), block: soft ? 'soft' : 'none' }
}

/** Spare seconds of the changes near the top, as the caller's sketch has them; later ones are ample. */
const SLACK: Readonly<Record<number, number>> = { 17: 5_000, 20: 40_000, 23: -14_000, 26: 18_000 }

function changes(plan: Plan, looks: readonly Look[]): Record<string, ChangeForecast> {
  const found: Record<string, ChangeForecast> = {}
  for (const [n, one] of looks.entries()) {
    const before = looks
      .slice(0, n)
      .reverse()
      .find((other) => other.model === one.model)
    if (!before) continue
    const slack = plan.scene === 'quiet' ? 90_000 : (SLACK[n] ?? 60_000 + (n % 5) * 25_000)
    found[one.id] = {
      after: before.id,
      window_ms: 90_000 + slack,
      needed_ms: 90_000,
      slack_ms: slack,
      class: slack < 0 ? 'red' : slack < 20_000 ? 'amber' : 'ok',
      source: 'plan',
    }
  }
  return found
}

function counts(
  looks: readonly Look[],
  plan: Plan,
): { ready: number; working: number; problem: number } {
  const of = (...wanted: LookStatus[]) => looks.filter((one) => wanted.includes(one.status)).length
  const problem = plan.scene === 'quiet' || !plan.live ? 0 : 3
  return { ready: of('dressed', 'checked', 'at_line'), working: of('dressing') + 3, problem }
}

export function byId<T extends Entity>(all: readonly T[]): Record<string, T> {
  return Object.fromEntries(all.map((one) => [one.id, one]))
}

export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}
