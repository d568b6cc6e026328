/** Who is meant by a message, and who has not seen it. */

import { expect, it } from 'vitest'
import { sessionAt } from './stage/seats'
import { laggards, lastChange, unseenByMe } from './told'

it('names those who were told of a change and have not acknowledged it', () => {
  const { mirror } = sessionAt('caller')
  const change = lastChange(mirror.state)

  expect(change && laggards(mirror.state, change)).toEqual(['Max', 'Tom', 'Lou'])
})

it('names them on a wall screen too, which reads no scopes', () => {
  const session = sessionAt('room')
  const passes = Object.fromEntries(
    [...session.mirror.state.passes.keys()].map((id) => [id, { scope: null }]),
  )
  session.patch({ passes })
  const change = lastChange(session.mirror.state)

  expect(change && laggards(session.mirror.state, change)).toEqual(['Max', 'Tom', 'Lou'])
})

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
