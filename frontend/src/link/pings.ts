/** Measures the way to the server and back: often on arriving, then every half minute. */

const EVERY_MS = 30_000
const FIRST = 4 // on arriving: the quickest of a few is near the truth at once

export class Pings {
  #at = -Infinity
  #left = 0

  constructor(
    readonly send: (t: number) => void,
    readonly now: () => number,
  ) {}

  /** The line is new, or was asleep: measure anew. */
  arrive(): void {
    this.#left = FIRST
    this.#ping()
  }

  answered(): void {
    if (this.#left > 0) this.#ping()
  }

  tick(): void {
    if (this.now() - this.#at >= EVERY_MS) this.#ping()
  }

  #ping(): void {
    this.#left -= 1
    this.#at = this.now()
    this.send(this.#at)
  }
}
