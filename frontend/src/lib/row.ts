/** One look as a line of a list: picked out of the state, never computed by a rule of the show. */

import type { ChangeForecast, Grade, Help, Item, Look, LookForecast, Model } from '../wire/state'
import type { LiveState } from './live-state.svelte'
import { shortName } from './words'

/** What a status chip can show: SCREENS.md section 2. */
export type StatusKey =
  | 'waiting'
  | 'beauty'
  | 'dressing'
  | 'problem'
  | 'dressed'
  | 'ready'
  | 'in_line'
  | 'on'
  | 'changing'
  | 'done'
  | 'missing'
  | 'cut'
  | 'skipped'

export interface Row {
  readonly id: string
  readonly look: Look
  readonly number: string
  /** Model's first name and initial, or '' where nobody is cast. */
  readonly name: string
  readonly status: StatusKey
  /** Since when it has this status. */
  readonly statusAt: number | undefined
  /** When it is forecast to leave: absent once it has left, or before a start is known. */
  readonly due: number | undefined
  /** When it is forecast to come back, while it is out. */
  readonly back: number | undefined
  /** Predicted spare time of the model's change into this look. Absent where she has no look before. */
  readonly margin: number | undefined
  readonly class: Grade | undefined
  /** The look the model wears before this one. */
  readonly after: string | undefined
  readonly block: 'none' | 'soft' | 'hard'
  /** Unsolved call for help, the oldest. */
  readonly help: Help | undefined
  /** Required pieces that keep it from leaving. */
  readonly missing: readonly Item[]
}

const LOST: ReadonlySet<Model['status']> = new Set(['no_show', 'unavailable'])
const GONE: ReadonlySet<Look['status']> = new Set(['off', 'done', 'cut', 'skipped'])
const BEFORE_DRESSED: ReadonlySet<Look['status']> = new Set(['planned', 'assigned', 'dressing'])
const BLOCKING: ReadonlySet<Item['status']> = new Set([
  'expected',
  'missing',
  'in_alteration',
  'damaged',
])

/** Return the row of `look`. Read inside `$derived`, it wakes only when its own entities change. */
export function rowOf(state: LiveState, look: Look): Row {
  const model = look.model === undefined ? undefined : state.models.get(look.model)
  const help = openHelp(state, look.id)
  const missing = blockingItems(state, look)
  return {
    id: look.id,
    look,
    number: look.number,
    name: shortName(model?.name),
    status: statusOf(state, look, { model, help, missing }),
    statusAt: look.status_at,
    ...expected(state.forecast.looks.get(look.id)),
    ...spare(state.forecast.changes.get(look.id)),
    help,
    missing,
  }
}

function expected(figures: LookForecast | undefined): Pick<Row, 'due' | 'back' | 'block'> {
  return { due: figures?.exit_at, back: figures?.return_at, block: figures?.block ?? 'none' }
}

function spare(change: ChangeForecast | undefined): Pick<Row, 'margin' | 'class' | 'after'> {
  return { margin: change?.slack_ms, class: change?.class, after: change?.after }
}

/** Return the row of the look with this id, if there is such a look. */
export function rowFor(state: LiveState, id: string): Row | undefined {
  const look = state.looks.get(id)
  return look && rowOf(state, look)
}

/** All looks of this run's order, as rows. */
export function rowsInOrder(state: LiveState): Row[] {
  return state.show.order.flatMap((id) => rowFor(state, id) ?? [])
}

/** Looks that have still to leave, in order: the first is next. */
export function rowsToGo(state: LiveState): Row[] {
  return rowsInOrder(state).filter((row) => row.status !== 'on' && !GONE.has(row.look.status))
}

interface Around {
  readonly model: Model | undefined
  readonly help: Help | undefined
  readonly missing: readonly Item[]
}

const PLAIN: Readonly<Record<Look['status'], StatusKey>> = {
  planned: 'waiting',
  assigned: 'waiting',
  dressing: 'dressing',
  dressed: 'dressed',
  checked: 'ready',
  at_line: 'in_line',
  on_runway: 'on',
  off: 'done',
  done: 'done',
  cut: 'cut',
  skipped: 'skipped',
}

function statusOf(state: LiveState, look: Look, around: Around): StatusKey {
  if (look.status === 'on_runway' || GONE.has(look.status)) return PLAIN[look.status]
  const trouble = troubleOf(around)
  if (trouble) return trouble
  if (look.status === 'dressed' && !state.show.checks) return 'ready'
  if (BEFORE_DRESSED.has(look.status)) return beforeDressed(state, look, around.model)
  return PLAIN[look.status]
}

function troubleOf({ model, help, missing }: Around): 'missing' | 'problem' | undefined {
  if (model && LOST.has(model.status)) return 'missing'
  // What is still expected holds a look back, but nobody has anything to mend.
  const broken = missing.some((item) => item.status !== 'expected')
  return help || broken ? 'problem' : undefined
}

function beforeDressed(state: LiveState, look: Look, model: Model | undefined): StatusKey {
  if (changesInto(state, look)) return 'changing'
  if (look.status === 'dressing') return 'dressing'
  return model?.status === 'in_service' ? 'beauty' : 'waiting'
}

/** Is its model out of her look before, with this one next: off the runway, and not yet dressed? */
function changesInto(state: LiveState, look: Look): boolean {
  const after = state.forecast.changes.get(look.id)?.after
  const before = after === undefined ? undefined : state.looks.get(after)
  return before?.status === 'off' || before?.status === 'done'
}

function openHelp(state: LiveState, look: string): Help | undefined {
  let oldest: Help | undefined
  for (const help of state.help.values()) {
    const open = help.status === 'open' || help.status === 'accepted'
    if (help.look === look && open && (!oldest || help.raised_at < oldest.raised_at)) oldest = help
  }
  return oldest
}

function blockingItems(state: LiveState, look: Look): Item[] {
  return (look.items ?? [])
    .flatMap((id) => state.items.get(id) ?? [])
    .filter((item) => item.required && BLOCKING.has(item.status))
}
