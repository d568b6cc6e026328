/** The cues ahead, in the order in which they will be called. */

import type { LiveState } from '../../lib/live-state.svelte'
import { lookNumber } from '../../lib/words'
import type { Cue } from '../../wire/state'

export interface CueLine {
  readonly cue: Cue
  readonly at: number | undefined
  /** The look it hangs on, as `L14`. */
  readonly look: string
  /** `wait` before standby, `called`, `late` after 3 s without an answer, `stands_by`, `sent`, `failed`. */
  readonly stands: 'wait' | 'called' | 'late' | 'stands_by' | 'sent' | 'failed'
}

export const NO_ANSWER_MS = 3_000 // a department that has not answered by then is asked again
const AHEAD: ReadonlySet<Cue['status']> = new Set([
  'draft',
  'armed',
  'standby',
  'held',
  'go_sent',
  'failed',
])

export function cueLines(state: LiveState, now: number): CueLine[] {
  return [...state.cues.values()]
    .filter((cue) => AHEAD.has(cue.status) && !cue.start)
    .map((cue) => ({
      cue,
      at: state.forecast.cues.get(cue.id),
      look:
        cue.anchor.look === undefined
          ? ''
          : lookNumber(state.looks.get(cue.anchor.look)?.number ?? ''),
      stands: standing(cue, now),
    }))
    .sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity))
}

function standing(cue: Cue, now: number): CueLine['stands'] {
  if (cue.status === 'failed') return 'failed'
  if (cue.status === 'go_sent') return 'sent'
  if (cue.status !== 'standby') return 'wait'
  if (cue.confirmed_at !== undefined) return 'stands_by'
  return now - (cue.standby_at ?? now) >= NO_ANSWER_MS ? 'late' : 'called'
}
