/** The steps of the evening before the start: where it stands, and what START waits for. */

import type { LiveState } from '../../lib/live-state.svelte'
import { rowsInOrder } from '../../lib/row'
import { lookNumber, words } from '../../lib/words'
import type { Command, Party, Phase, Role } from '../../wire/state'
import { steps } from './words'

export const PARTIES: readonly Party[] = ['backstage', 'house', 'technical']
const ORDER: readonly Phase[] = ['planned', 'prep', 'first_looks', 'lined_up', 'live']
const ALL_POWERFUL: ReadonlySet<Role> = new Set(['producer', 'owner'])

export interface Step {
  readonly command: Extract<Command['type'], 'open_day' | 'call_first_looks' | 'confirm_lined_up'>
  readonly label: string
  readonly stands: 'done' | 'now' | 'later'
}

export function stepsOf(phase: Phase): Step[] {
  const at = ORDER.indexOf(phase)
  const commands = ['open_day', 'call_first_looks', 'confirm_lined_up'] as const
  return commands.map((command, n) => ({
    command,
    label: steps()[command],
    stands: n < at ? 'done' : n === at ? 'now' : 'later',
  }))
}

/** May this role press a step? The stage manager takes them; producers may do everything. */
export function takesSteps(role: Role): boolean {
  return role === 'stage_manager' || ALL_POWERFUL.has(role)
}

const OWNERS: Readonly<Record<Party, Role>> = {
  backstage: 'stage_manager',
  house: 'front_of_house',
  technical: 'operator',
}

export function setsLight(role: Role, party: Party): boolean {
  return OWNERS[party] === role || ALL_POWERFUL.has(role)
}

/** How many of the first looks are at the line, and how many must be. */
export function linedUp(state: LiveState): { readonly there: number; readonly of: number } {
  const first = rowsInOrder(state)
    .filter((row) => row.look.status !== 'cut' && row.look.status !== 'skipped')
    .slice(0, state.show.at_line_min ?? 8)
    .filter((row, at, all) => all.findIndex((one) => one.look.model === row.look.model) === at)
  return { there: first.filter((row) => row.look.status === 'at_line').length, of: first.length }
}

export interface StartState {
  /** anyway: something soft speaks against it, said in `why`; wait: it would be refused. */
  readonly kind: 'ready' | 'anyway' | 'wait'
  readonly why: string
}

export function startState(state: LiveState, role: Role): StartState {
  const { show } = state
  if (show.phase !== 'lined_up')
    return { kind: 'wait', why: steps().confirm_lined_up.toLowerCase() }
  if (show.hold) return { kind: 'wait', why: words().hold.word }
  const open = PARTIES.filter((party) => show.release[party] !== 'green').map(
    (party) => words().party[party],
  )
  if (open.length > 0) {
    return { kind: ALL_POWERFUL.has(role) ? 'anyway' : 'wait', why: open.join(', ') }
  }
  const first = rowsInOrder(state).find((row) => row.id === state.forecast.figures.next)
  if (!first || first.look.status === 'at_line') return { kind: 'ready', why: show.title }
  return { kind: 'anyway', why: `${lookNumber(first.number)} ${words().status[first.status]}` }
}
