/** A dresser's jobs: what to dress now, what is ready, what comes back, and what collides. */

import type { LiveState } from '../../lib/live-state.svelte'
import { rowsInOrder, type Row } from '../../lib/row'
import type { Item, Look, Message, Scope } from '../../wire/state'

/** Whose looks are shown: one of the crew, or the models of a pass. */
export interface Mine {
  readonly crew: string | undefined
  readonly models: readonly string[]
}

export function mineOf(scope: Scope, chosen: string | undefined): Mine | undefined {
  const crew = scope.crew ?? chosen
  const models = scope.models ?? []
  return crew === undefined && models.length === 0 ? undefined : { crew, models }
}

function isMine(look: Look, mine: Mine): boolean {
  if (mine.models.length > 0) return look.model !== undefined && mine.models.includes(look.model)
  return look.dresser === mine.crew
}

export interface Jobs {
  /** To be dressed, soonest first: the first is NOW. */
  readonly todo: readonly Row[]
  /** Dressed, or already at the line. */
  readonly ready: readonly Row[]
  readonly out: readonly Row[]
  /** Back from the runway: its pieces are to be counted. */
  readonly back: readonly Row[]
  readonly all: number
}

const TO_DRESS: ReadonlySet<Look['status']> = new Set(['planned', 'assigned', 'dressing'])
const DRESSED: ReadonlySet<Look['status']> = new Set(['dressed', 'checked', 'at_line'])

export function jobsOf(state: LiveState, mine: Mine): Jobs {
  const rows = rowsInOrder(state)
    .filter((row) => isMine(row.look, mine))
    .sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity) || 0)
  const having = (wanted: ReadonlySet<Look['status']>) =>
    rows.filter((row) => wanted.has(row.look.status))
  return {
    todo: having(TO_DRESS),
    ready: having(DRESSED),
    out: having(new Set(['on_runway'])),
    back: having(new Set(['off'])),
    all: rows.filter((row) => row.look.status !== 'cut').length,
  }
}

/** The pieces of a look, and those that it shares with another. */
export function piecesOf(state: LiveState, look: Look): Item[] {
  const own = (look.items ?? []).flatMap((id) => state.items.get(id) ?? [])
  const shared = [...state.items.values()].filter((item) => item.shared_by?.includes(look.id))
  return [...own, ...shared.filter((item) => !own.includes(item))]
}

const ON_HER: ReadonlySet<Item['status']> = new Set(['with_model', 'ready'])

export function isOnHer(status: Item['status']): boolean {
  return ON_HER.has(status)
}

const QUICK_MS = 180_000 // a longer window is an ordinary change (DOMAIN.md 2)

/** Is the change into this job a quick one that has begun, or is about to? */
export function isQuick(state: LiveState, row: Row): boolean {
  const change = state.forecast.changes.get(row.id)
  if (!change || change.window_ms > QUICK_MS) return false
  const before = state.looks.get(change.after)
  return before?.status === 'on_runway' || before?.status === 'off'
}

export interface Collision {
  readonly other: Row
  readonly apartMs: number
}

/** The job that can't be done after this one in time: due before a change takes. */
export function collision(state: LiveState, jobs: Jobs): Collision | undefined {
  const [first, second] = jobs.todo
  if (first?.due === undefined || second?.due === undefined) return undefined
  const apartMs = second.due - first.due
  return apartMs < neededMs(state, second) ? { other: second, apartMs } : undefined
}

function neededMs(state: LiveState, row: Row): number {
  return state.forecast.changes.get(row.id)?.needed_ms ?? row.look.change_ms ?? 0
}

export interface Mark {
  readonly id: string
  readonly text: string
  readonly status: string
  readonly at: number
  readonly seq: number
}

const RECALLED = 20
const MARKED: ReadonlySet<Look['status']> = new Set([
  'dressing',
  'dressed',
  'checked',
  'at_line',
  'done',
])

/** My last marks, newest first, as the server has them: the same on every phone of mine. */
export function marksOf(state: LiveState, pass: string, number: (look: Look) => string): Mark[] {
  const looks = [...state.looks.values()]
    .filter((look) => MARKED.has(look.status))
    .map((look) => ({ text: number(look), ...look }))
  const items = [...state.items.values()].map((item) => {
    const look = state.looks.get(item.look)
    return { ...item, text: `${look ? number(look) : ''} ${item.name}` }
  })
  return [...looks, ...items]
    .filter((one) => one.marked_by === pass && one.marked_seq !== undefined)
    .map((one) => ({
      id: one.id,
      text: one.text,
      status: one.status,
      at: one.marked_at ?? 0,
      seq: one.marked_seq ?? 0,
    }))
    .sort((a, b) => b.seq - a.seq)
    .slice(0, RECALLED)
}

const FRESH_MS = 60_000

/** Looks that a change of the last minute was about. */
export function movedLately(messages: Iterable<Message>, now: number): ReadonlySet<string> {
  const moved = new Set<string>()
  for (const one of messages) {
    if (one.kind === 'change' && one.look !== undefined && now - one.sent_at < FRESH_MS)
      moved.add(one.look)
  }
  return moved
}
