// @vitest-environment node
/** The service worker on a browser that the test plays: what it answers, and what it leaves alone. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { work, type Scope } from './worker'

const HERE = 'https://show.local'

let shelves: Map<string, Map<string, Response>>
let answer: (url: string) => Promise<Response>
let on: Record<string, (event: never) => void>

/** As much of a browser's cache as the worker uses. */
function shelf(name: string) {
  const kept = shelves.get(name) ?? new Map<string, Response>()
  shelves.set(name, kept)
  return {
    match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
    put: (url: string, one: Response) => Promise.resolve(void kept.set(url, one)),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  shelves = new Map()
  on = {}
  const scope = {
    caches: {
      open: (name: string) => Promise.resolve(shelf(name)),
      keys: () => Promise.resolve([...shelves.keys()]),
      match: () => Promise.resolve(undefined),
      delete: (name: string) => Promise.resolve(shelves.delete(name)),
    },
    location: { origin: HERE },
    clients: { claim: () => Promise.resolve() },
    skipWaiting: () => Promise.resolve(),
    fetch: (asked: Request | string) => answer(typeof asked === 'string' ? asked : asked.url),
    addEventListener: (name: string, does: (event: never) => void) => (on[name] = does),
  }
  work(scope as unknown as Scope, { version: 'v1', files: ['/index.html'] })
})
afterEach(() => vi.useRealTimers())

/** What a page that is opened gets; nothing where the worker leaves it to the browser. */
function opened(path: string, mode = 'navigate'): Promise<Response> | undefined {
  const request = { url: HERE + path, method: 'GET', mode }
  let given: Promise<Response> | undefined
  const event = { request, respondWith: (one: Promise<Response>) => (given = one) }
  on['fetch']?.(event as never)
  return given
}

async function text(coming: Promise<Response> | undefined): Promise<string | undefined> {
  await vi.advanceTimersByTimeAsync(3_000)
  return (await coming)?.text()
}

const nothing = () => new Promise<Response>(() => undefined)
const page = (words: string, status = 200) => Promise.resolve(new Response(words, { status }))

it('opens the page of the server, and where that does not come the one that was kept', async () => {
  shelves.set('standby-v1', new Map([['/index.html', new Response('kept')]]))
  const told: (string | undefined)[] = []
  for (const way of [
    () => page('new'),
    nothing,
    () => page('', 502),
    () => Promise.reject(new Error()),
  ]) {
    answer = way
    told.push(await text(opened('/show/s1/dresser')))
  }

  expect(told).toEqual(['new', 'kept', 'kept', 'kept'])
})

it('waits for a slow page where the browser threw the kept one away', async () => {
  answer = () => new Promise((wake) => setTimeout(() => wake(new Response('slow')), 5_000))
  const coming = opened('/')
  await vi.advanceTimersByTimeAsync(5_000)

  expect(await (await coming)?.text()).toBe('slow')
})

it('leaves the show, the certificate and whatever it does not know to the network', () => {
  answer = () => page('')
  const asked = ['/api/v1/shows/s1/state', '/version', '/trust', '/metrics'].flatMap((path) => [
    opened(path),
    opened(path, 'cors'),
  ])

  expect(asked.every((one) => one === undefined)).toBe(true)
})

it('counts half a build as none: the one before stays', async () => {
  shelves.set('standby-v0', new Map())
  answer = () => page('', 404)
  let installing = Promise.resolve()
  on['install']?.({ waitUntil: (one: Promise<void>) => (installing = one) } as never)

  await expect(installing).rejects.toThrow('404')
  expect([...shelves.keys()]).toEqual(['standby-v0'])
})
