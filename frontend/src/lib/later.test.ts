// @vitest-environment node
/** Parts that come later: by themselves, once, and again after a lost link. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { later } from './later'

let fetched: number
beforeEach(() => {
  vi.useFakeTimers()
  fetched = 0
})
afterEach(() => {
  vi.useRealTimers()
})
const part = () => Promise.resolve(`part ${(fetched += 1)}`)

it('a part is not fetched with the first picture, but soon after by itself', async () => {
  later(part)
  const first = fetched
  await vi.advanceTimersByTimeAsync(6_000)

  expect([first, fetched]).toEqual([0, 1])
})

it('a part that is asked for is fetched at once, and only once', async () => {
  const get = later(part)
  const got = [await get(), await get()]
  await vi.advanceTimersByTimeAsync(6_000)

  expect([got, fetched]).toEqual([['part 1', 'part 1'], 1])
})

it('a sheet that was called for without a link opens when the link is back', async () => {
  let link = false
  const get = later(() => (link ? part() : Promise.reject(new Error('no link'))))
  const opened: string[] = []
  void get().then((sheet) => opened.push(sheet))
  await vi.advanceTimersByTimeAsync(60_000)
  link = true
  await vi.advanceTimersByTimeAsync(60_000)

  expect(opened).toEqual(['part 1'])
})

it('a part that could not come is fetched again when it is asked for', async () => {
  let link = false
  const get = later(() => (link ? part() : Promise.reject(new Error('no link'))))
  await vi.advanceTimersByTimeAsync(6_000)
  link = true

  expect(await get()).toBe('part 1')
})
