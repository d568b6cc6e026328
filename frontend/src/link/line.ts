/** The wire to the server: opens, is abandoned when silent, opens again, and never gives up. */

import { chance } from './ids'

export interface Ends {
  opened(): void
  heard(text: string): void
  /** The line is gone; `code` is the server's, 1006 where there was none. */
  closed(code: number): void
}

const JITTER_MIN_MS = 200
const JITTER_MAX_MS = 5_000
const SILENT_MS = 8_000 // the server beats every 2 s: three beats missed and a bit
const OPENING_MS = 6_000
const STEADY_MS = 2_500
const CALM_MS = 1_000 // browsers tell of one waking in three ways: it is one new line, not three
const FRESH_MS = 3_000 // on waking, a line that was heard less than this ago is kept
/** After these the server has said no for good; to ask again would only make noise. */
export const FINAL: ReadonlySet<number> = new Set([4401, 4403, 4404, 4426])

export class Line {
  #socket: WebSocket | undefined
  #opened = false
  #heardAt = 0
  #openedAt = 0
  #wokenAt = -Infinity
  #tries = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #stopped = true

  constructor(
    readonly url: string,
    readonly ends: Ends,
    readonly now: () => number,
    readonly random: () => number = chance,
  ) {}

  start(): void {
    this.#stopped = false
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#retry)
    this.#drop()
  }

  send(text: string): void {
    if (this.#opened) this.#socket?.send(text)
  }

  /** Back from sleep, or the network is back: do not sit out the wait. Tell whether the line was kept;
   * after a sleep it never is, for nobody can tell when it was heard last. */
  wake(slept = false): boolean {
    if (this.#stopped || (!slept && this.#isFresh())) return !this.#stopped
    const calm_ms = slept ? 0 : this.#wokenAt + CALM_MS - this.now()
    if (calm_ms > 0 && this.#isDialling()) return false
    this.#wokenAt = this.now()
    this.#tries = 0
    this.#lose(1006)
    this.#connectIn(calm_ms)
    return false
  }

  #isDialling(): boolean {
    return this.#socket !== undefined && !this.#opened
  }

  #isFresh(): boolean {
    return this.#opened && this.now() - this.#heardAt < FRESH_MS
  }

  #connectIn(ms: number): void {
    clearTimeout(this.#retry)
    if (ms > 0) this.#retry = setTimeout(() => this.#connect(), ms)
    else this.#connect()
  }

  /** Look at the time: a line that is silent, or does not open, is given up. */
  check(): void {
    if (!this.#socket) return
    const limit = this.#opened ? SILENT_MS : OPENING_MS
    if (this.now() - this.#heardAt >= limit) this.hangUp()
  }

  /** Give this line up and open another, after the usual wait. */
  hangUp(): void {
    this.#lose(1006)
    this.#later()
  }

  #connect(): void {
    if (this.#socket || this.#stopped) return
    const socket = new WebSocket(this.url, 'standby.v1')
    this.#socket = socket
    this.#heardAt = this.now()
    socket.onopen = () => {
      this.#opened = true
      this.#openedAt = this.#heardAt = this.now()
      this.ends.opened()
    }
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this.#heardAt = this.now()
      // A server that takes us in and throws us out at once is not to be asked at once again.
      if (this.#heardAt - this.#openedAt > STEADY_MS) this.#tries = 0
      if (typeof event.data === 'string') this.ends.heard(event.data)
    }
    socket.onclose = (event) => {
      this.#lose(event.code)
      if (!FINAL.has(event.code)) this.#later()
    }
  }

  /** Full jitter: all phones of a venue come back at once, but not in the same instant. */
  #later(): void {
    clearTimeout(this.#retry)
    if (this.#stopped) return
    const most = Math.min(JITTER_MAX_MS, JITTER_MIN_MS * 2 ** Math.min(this.#tries, 10))
    this.#tries += 1
    this.#retry = setTimeout(() => this.#connect(), this.random() * most)
  }

  #lose(code: number): void {
    if (!this.#socket) return
    this.#drop()
    this.ends.closed(code)
  }

  /** Let go of the socket without waiting for its last word: a dead network has none. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#opened = false
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}

/** `role` says which of this browser's passes is meant. */
export function liveUrl(showId: string, role: string): string {
  const url = new URL(`/api/v1/shows/${encodeURIComponent(showId)}/live`, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('role', role)
  return url.href
}
