/** What concerns one dressing room: whose looks, who comes back to whom, who is called to the door. */

import type { LiveState } from '../../lib/live-state.svelte'
import { rowsInOrder, rowsToGo, type Row } from '../../lib/row'
import { shortName } from '../../lib/words'

const BACK_SOON_MS = 20_000 // dressers go to the entrance about then
const DOOR_SPACINGS = 3 // the line lead of two, and one to walk there

/** The room a look is dressed in; undefined where nobody has said. */
export function roomOf(state: LiveState, row: Row): string | undefined {
  return row.look.dresser === undefined ? undefined : state.crew.get(row.look.dresser)?.room
}

export function dresserOf(state: LiveState, row: Row): string {
  const name = row.look.dresser === undefined ? undefined : state.crew.get(row.look.dresser)?.name
  return shortName(name).split(' ')[0] ?? ''
}

/** Looks still to be dressed here or waiting here, soonest first; those at the line have left the room. */
export function rowsHere(state: LiveState, room: string | undefined): Row[] {
  return rowsToGo(state)
    .filter((row) => row.look.status !== 'at_line')
    .filter((row) => room === undefined || roomOf(state, row) === room)
    .sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity) || 0)
}

export function doorCall(state: LiveState, rows: readonly Row[], now: number): Row[] {
  if (state.show.phase !== 'live' && state.show.phase !== 'lined_up') return []
  const lead = DOOR_SPACINGS * state.forecast.figures.spacing_ms
  return rows.filter((row) => row.due !== undefined && row.due - now <= lead)
}

export interface Return {
  readonly row: Row
  /** First name of who dresses her next. */
  readonly dresser: string
}

/** Models who come in now, and who waits for each at the entrance. */
export function comingBack(state: LiveState, room: string | undefined, now: number): Return[] {
  const all = rowsInOrder(state)
  return all
    .filter(
      (row) => row.status === 'on' && row.back !== undefined && row.back - now <= BACK_SOON_MS,
    )
    .map((row) => ({ row, next: all.find((other) => other.after === row.id) ?? row }))
    .filter(({ next }) => room === undefined || roomOf(state, next) === room)
    .map(({ row, next }) => ({ row, dresser: dresserOf(state, next) }))
}
