/** A wall reloads itself when there is a newer page, and never while somebody is out. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchForNewerPage } from './newer-page'

let built: string
let quiet: boolean
let reloads: number
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', () =>
    built === 'gone'
      ? Promise.reject(new TypeError('network'))
      : Promise.resolve(new Response(JSON.stringify({ screens: built, page: `page-${built}` }))),
  )
  built = 'a'
  quiet = true
  reloads = 0
  stop = watchForNewerPage(
    () => quiet,
    () => (reloads += 1),
  )
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const minutes = (n: number) => vi.advanceTimersByTimeAsync(n * 60_000)

it('a wall keeps its page while it is the newest, and while the server is away', async () => {
  await minutes(3)
  built = 'gone'
  await minutes(3)

  expect(reloads).toBe(0)
})

it('a wall takes a newer page, but not before the runway is empty', async () => {
  await minutes(1)
  built = 'b'
  quiet = false
  await minutes(2)
  const during = reloads
  quiet = true
  await minutes(1)

  expect([during, reloads]).toEqual([0, 1])
})

it('a wall that opened an older page from its own memory takes the newer one, a minute later', async () => {
  document.head.innerHTML = '<script src="/assets/index-page-before.js" type="text/plain"></script>'
  stop()
  const other = watchForNewerPage(
    () => quiet,
    () => (reloads += 1),
  )
  await minutes(0.5)
  const before = reloads
  await minutes(1)
  other()
  document.head.innerHTML = ''

  expect([before, reloads]).toEqual([0, 1])
})
