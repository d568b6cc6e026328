/** Who is meant by a message, and whether it still matters. */

import { expect, it } from 'vitest'
import { sessionAt } from './stage/seats'
import { NOON } from './stage/cast'
import { isCurrent, unseenByMe } from './told'

it('reaches a dresser by the room in which she works', () => {
  const session = sessionAt('dresser')
  session.patch({
    messages: {
      n5: {
        id: 'n5',
        kind: 'text',
        to: ['room:B'],
        text: 'quiet',
        sent_at: 1,
        sent_by: 'p-ana',
        sent_role: 'caller',
        acks: {},
        rev: 1,
      },
    },
  })

  expect(unseenByMe(session.mirror.state, session.me).map((one) => one.id)).toEqual(['n5'])
})

it('does not tell late comers of a call that is over, or of a look that is out', () => {
  const { mirror } = sessionAt('dresser')
  const base = {
    id: 'n5',
    to: ['all'],
    sent_at: NOON - 1_000,
    sent_by: 'p',
    sent_role: 'caller',
    acks: {},
    rev: 1,
  } as const
  const call = { ...base, kind: 'call', code: 'first_looks' } as const
  const change = { ...base, kind: 'change', code: 'look_moved', look: 'l13' } as const
  const ahead = { ...change, look: 'l20' }

  expect([call, change, ahead].map((one) => isCurrent(mirror.state, one, NOON))).toEqual([
    false,
    false,
    true,
  ])
})
