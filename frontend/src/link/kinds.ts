/** PROTOCOL.md 4: marks may wait, orders must be fresh, stops always go, edits name a revision. */

import type { Command } from '../wire/state'

export type Kind = 'mark' | 'order' | 'stop' | 'edit'
type Name = Command['type']

// As in the server's table of permissions.
const STOPS = ['stop_show', 'hold'] as const satisfies readonly Name[]
const ORDERS = [
  'start_show',
  'start_finale',
  'end_show',
  'release_hold',
  'go',
  'false_exit',
  'skip_look',
  'reinsert_look',
  'move_look',
  'swap_looks',
  'cut_look',
  'call_standby',
  'go_cue',
  'skip_cue',
] as const satisfies readonly Name[]
const EDITS = [
  'begin_run',
  'open_day',
  'open_house',
  'call_first_looks',
  'confirm_lined_up',
  'set_release',
  'wrap_show',
  'cancel_show',
  'take_call',
  'release_call',
  'add_look',
  'edit_look',
  'assign_model',
  'publish_lineup',
  'freeze_lineup',
  'edit_show',
  'undo',
  'add_model',
  'edit_model',
  'add_item',
  'edit_item',
  'substitute_item',
  'add_cue',
  'edit_cue',
  'reanchor_cue',
  'choose_option',
  'swap_seats',
  'release_seat',
  'seat_guest',
  'move_guest',
] as const satisfies readonly Name[]

/** To the server they are edits and marks. But they turn the evening, and name no revision: one that waited in
 * a dead network would take the call, give a green light, or send somebody to the door, when nobody means it
 * any more. */
const NOW_OR_NEVER: readonly Name[] = [
  'begin_run',
  'open_day',
  'open_house',
  'call_first_looks',
  'confirm_lined_up',
  'set_release',
  'wrap_show',
  'cancel_show',
  'take_call',
  'release_call',
  'nudge',
]

/** All others are facts that somebody saw. */
export function kindOf(type: Name): Kind {
  const among = (names: readonly Name[]) => names.includes(type)
  if (among(STOPS)) return 'stop'
  if (among(ORDERS) || among(NOW_OR_NEVER)) return 'order'
  return among(EDITS) ? 'edit' : 'mark'
}
