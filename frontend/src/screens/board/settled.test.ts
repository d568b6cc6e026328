/** A list on the wall moves, but not under the eyes of who is reading it. */

import { expect, it } from 'vitest'
import { Settled } from './settled'

it('keeps its order for three seconds after a move', () => {
  const list = new Settled()
  list.show(['a', 'b', 'c'], 0)

  expect(list.show(['b', 'a', 'c'], 2_000)).toEqual(['a', 'b', 'c'])
})

it('takes the new order when three seconds have passed', () => {
  const list = new Settled()
  list.show(['a', 'b', 'c'], 0)
  list.show(['b', 'a', 'c'], 2_000)

  expect(list.show(['b', 'a', 'c'], 3_000)).toEqual(['b', 'a', 'c'])
})

it('takes what is added at the end at once', () => {
  const list = new Settled()
  list.show(['a', 'b'], 0)

  expect(list.show(['a', 'b', 'c'], 1)).toEqual(['a', 'b', 'c'])
})
