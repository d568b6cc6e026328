/** What the boards on the walls say. */

import { phrases } from '../../lib/phrases'

const en = {
  show: 'SHOW',
  startsIn: 'START IN',
  now: 'NOW',
  doors: (time: string) => `DOORS ${time}`,
  doorsOpen: 'DOORS OPEN',
  message: 'MESSAGE',
  phase: {
    planned: 'NOT YET OPEN',
    prep: 'BEAUTY',
    first_looks: 'FIRST LOOKS',
    lined_up: 'LINED UP',
    live: 'LIVE',
    finale: 'FINALE',
    ended: 'END OF SHOW',
    wrapped: 'END OF SHOW',
    cancelled: 'CANCELLED',
    stopped: 'STOP',
  },
  finaleWhy: (first: string, last: string) => `${first} → ${last} in order, all models`,
  endedWhy: 'Thank you. All pieces back to their racks.',
  cancelledWhy: 'The show does not take place.',
  held: 'stay dressed',
  room: (name: string) => `DRESSING ROOM ${name}`,
  allRooms: 'DRESSING ROOMS',
  doorCall: 'DOOR CALL',
  due: 'DUE',
  comingBack: 'COMING BACK NOW',
  toDresser: (model: string, dresser: string) => (dresser ? `${model} → ${dresser}` : model),
  notAcknowledged: (rev: number) => `NOT ACKNOWLEDGED rev ${rev}`,
  allAcknowledged: 'Everybody has seen the last change',
  trouble: {
    zip_sew: 'zip',
    shoe: 'shoe',
    missing_item: 'piece',
    model_missing: 'model',
    hands: 'hands',
    other: 'help',
  },
  nothing: 'Nobody left to dress',
  fewer: (asked: number, fit: number, d: number) =>
    `${asked} rows asked, ${fit} readable at ${d} m`,
  lastPlan: 'LAST PLAN',
  asOf: (time: string) => `as it was at ${time}`,
  setUp: 'How is this screen seen?',
  diagonal: 'Diagonal',
  farthest: 'Farthest reader',
  keep: 'KEEP',
} as const

export const say = phrases({ en })

export const link = phrases({
  en: {
    connecting: 'CONNECTING…',
    delayed: (age: string) => `DATA ${age} OLD`,
    stale: (since: string) => `NO LINK SINCE ${since} – ASK THE CALLER`,
    notSaving: 'NOT SAVING – ASK THE CALLER',
    damaged: 'READ ONLY – ASK THE CALLER',
  },
})
