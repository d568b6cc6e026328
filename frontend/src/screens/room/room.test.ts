/** What one dressing room is shown. */

import { expect, it } from 'vitest'
import { NOON } from '../stage/cast'
import { sessionAt } from '../stage/seats'
import { comingBack, doorCall, rowsHere } from './room'

const { mirror } = sessionAt('room')

it('shows the looks that its own dressers dress, soonest first', () => {
  const rooms = rowsHere(mirror.state, 'B').map(
    (row) => mirror.state.crew.get(row.look.dresser ?? '')?.room,
  )

  expect(new Set(rooms)).toEqual(new Set(['B']))
})

it('leaves out who stands at the line already', () => {
  expect(rowsHere(mirror.state, undefined).map((row) => row.id)).not.toContain('l14')
})

it('calls to the door those who are due within three spacings', () => {
  const called = doorCall(mirror.state, rowsHere(mirror.state, undefined), NOON)

  expect(called.map((row) => row.id)).toEqual(['l16'])
})

it('says who comes back now, and who waits for her', () => {
  const back = comingBack(mirror.state, 'B', NOON)

  expect(back.map(({ row, dresser }) => [row.id, dresser])).toEqual([['l12', 'Tom']])
})
