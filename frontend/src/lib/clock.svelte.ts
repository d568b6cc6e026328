/** The page's one ticker: every counter on the page turns on the same server second. */

import { ServerTime, wallClock, type Exchange } from './clock'

const TICK_MS = 250 // staleness is noticed within this; visible digits change on whole seconds

export class ShowClock {
  /** Server time, cut to the whole second. Reading it makes a counter; all of them turn together. */
  now = $state.raw(0)
  readonly #time: ServerTime
  #listeners: readonly (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(time: ServerTime = new ServerTime()) {
    this.#time = time
    this.#turn()
  }

  /** Exact server time in ms, for stamps. Not reactive: counters read `now`. */
  ms(): number {
    return this.#time.ms()
  }

  /** The exact time is within this many ms of `ms()`. */
  get uncertainty(): number {
    return this.#time.uncertainty
  }

  get known(): boolean {
    return this.#time.known
  }

  /** `14:32:07`, turning by itself wherever it is shown. */
  get wall(): string {
    return wallClock(this.now)
  }

  hint(nowAt: number): void {
    this.#time.hint(nowAt)
    this.#turn()
  }

  /** The device slept for so long, and its monotonic clock with it. */
  stood(ms: number): void {
    this.#time.stood(ms)
    this.#turn()
  }

  measured(exchange: Exchange): void {
    this.#time.measured(exchange)
    this.#turn()
  }

  /** Call `listener` four times a second until the returned function is called. */
  onTick(listener: () => void): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener)
    }
  }

  /** Start ticking; the returned function stops it. */
  start(): () => void {
    const tick = () => {
      this.#turn()
      for (const listener of this.#listeners) listener()
      this.#timer = setTimeout(tick, TICK_MS - (this.#time.ms() % TICK_MS))
    }
    tick()
    return () => clearTimeout(this.#timer)
  }

  #turn(): void {
    this.now = Math.floor(this.#time.ms() / 1000) * 1000
  }
}
