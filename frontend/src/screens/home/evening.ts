/** The course of the evening, as steps that somebody takes; the server says which it allows. */

import type { Command, Phase } from '../../wire/state'

export type StepName =
  | 'open_day'
  | 'call_first_looks'
  | 'confirm_lined_up'
  | 'start_show'
  | 'start_finale'
  | 'end_show'
  | 'wrap_show'

export interface Step {
  readonly name: StepName
  readonly stands: 'done' | 'next' | 'later'
  /** What can't be taken back is asked for twice. */
  readonly grave: boolean
}

/** Each step leads out of the phase that stands beside it. */
const COURSE: readonly (readonly [Phase, StepName])[] = [
  ['planned', 'open_day'],
  ['prep', 'call_first_looks'],
  ['first_looks', 'confirm_lined_up'],
  ['lined_up', 'start_show'],
  ['live', 'start_finale'],
  ['finale', 'end_show'],
  ['ended', 'wrap_show'],
]
const GRAVE: ReadonlySet<StepName> = new Set(['start_show', 'end_show'])

export function stepsOf(phase: Phase): readonly Step[] {
  const at = COURSE.findIndex(([from]) => from === phase)
  const over = phase === 'wrapped'
  return COURSE.map(([, name], n) => ({
    name,
    stands: over || n < at ? 'done' : n === at ? 'next' : 'later',
    grave: GRAVE.has(name),
  }))
}

export function commandOf(name: StepName): Command {
  return { type: name }
}

/** May guests be let in now? */
export function mayOpenHouse(phase: Phase, house: string): boolean {
  return house === 'closed' && (phase === 'prep' || phase === 'first_looks' || phase === 'lined_up')
}

export function mayStop(phase: Phase): boolean {
  return phase !== 'stopped' && phase !== 'wrapped' && phase !== 'cancelled'
}

/** Would a new run begin in the middle of one: with the clock running, and people perhaps out? */
export function isRunning(phase: Phase): boolean {
  return phase === 'live' || phase === 'finale' || phase === 'stopped'
}
