/** The service worker: the screens open without the server. It never answers for the show itself. */

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asks extends Waits {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

/** What this file needs of a worker's global scope: TypeScript knows a page's or a worker's, not both. */
export interface Scope {
  readonly caches: CacheStorage
  readonly location: { readonly origin: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  fetch(request: Request | string, options?: RequestInit): Promise<Response>
  addEventListener(name: 'install' | 'activate', does: (event: Waits) => void): void
  addEventListener(name: 'fetch', does: (event: Asks) => void): void
}

/** A build of the screens: a word that changes with its content, and its files. */
export interface Build {
  readonly version: string
  readonly files: readonly string[]
}

const CALLED = 'standby-'
const SHELL = '/index.html'
const PATIENCE_MS = 3_000 // then a page opens with what is here: a dead network says nothing at all
const BUILDS_MAX = 2 // a page of the build before may be open in the middle of a show
/** The addresses at which a screen lives; whatever else the server has is none of ours. */
const SCREENS = /^\/(?:$|join(?:\/|$)|(?:show|screen)\/)/

export function work(scope: Scope, build: Build): void {
  const name = CALLED + build.version
  scope.addEventListener('install', (event) => event.waitUntil(install(scope, name, build.files)))
  scope.addEventListener('activate', (event) => event.waitUntil(activate(scope, name)))
  scope.addEventListener('fetch', (event) => {
    const answer = answerTo(event.request, scope, name)
    if (answer) event.respondWith(answer)
  })
}

/** Fetch what no build before has brought. All of it, or the build before stays in charge. */
async function install(scope: Scope, name: string, files: readonly string[]): Promise<void> {
  const cache = await scope.caches.open(name)
  const fetched = Promise.all(
    files.map(async (file) => {
      const same = isNamedByContent(file)
      const here = same ? await scope.caches.match(file) : undefined
      const got = here ?? (await scope.fetch(file, { cache: same ? 'default' : 'no-cache' }))
      if (!got.ok) throw new Error(`${file}: ${got.status}`)
      await cache.put(file, got)
    }),
  )
  await fetched.catch(async (failed: unknown) => {
    await scope.caches.delete(name) // half a build must not count as one of those that are kept
    throw failed
  })
  // Files are called by their content: a page that is open goes on with its own, which stay here.
  await scope.skipWaiting()
}

async function activate(scope: Scope, name: string): Promise<void> {
  const ours = (await scope.caches.keys()).filter((one) => one.startsWith(CALLED) && one !== name)
  const old = ours.slice(0, Math.max(0, ours.length - (BUILDS_MAX - 1)))
  await Promise.all(old.map((one) => scope.caches.delete(one)))
  await scope.clients.claim()
}

function answerTo(request: Request, scope: Scope, name: string): Promise<Response> | undefined {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return undefined
  if (request.mode === 'navigate') {
    return SCREENS.test(url.pathname) ? page(request, scope, name) : undefined
  }
  return isNamedByContent(url.pathname) ? file(request, scope, name) : undefined
}

/** The server's page, which is the newest; where it does not come, the one that is here. */
async function page(request: Request, scope: Scope, name: string): Promise<Response> {
  const asked = scope.fetch(request)
  const well = asked.then((answer) => (answer.status < 500 ? answer : undefined))
  const tired = new Promise<undefined>((wake) => setTimeout(() => wake(undefined), PATIENCE_MS))
  const soon = await Promise.race([well, tired]).catch(() => undefined)
  // A browser that needs space throws away what is kept and not the worker: then a slow page is better than none.
  return soon ?? (await kept(scope, name)) ?? asked
}

async function kept(scope: Scope, name: string): Promise<Response | undefined> {
  const cache = await scope.caches.open(name).catch(() => undefined) // nor may it give any at all
  return cache?.match(SHELL)
}

/** What is called by its content never changes: it is fetched once. */
async function file(request: Request, scope: Scope, name: string): Promise<Response> {
  const here = await scope.caches.match(request.url)
  if (here) return here
  const got = await scope.fetch(request)
  if (got.status === 200) await keep(scope, name, request.url, got.clone())
  return got
}

/** A full phone keeps no more; the page has what it asked for all the same. */
async function keep(scope: Scope, name: string, url: string, got: Response): Promise<void> {
  const put = scope.caches.open(name).then((cache) => cache.put(url, got))
  await put.catch(() => undefined)
}

function isNamedByContent(path: string): boolean {
  return path.startsWith('/assets/')
}
