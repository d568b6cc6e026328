/** How old is what is shown: never old data as if it were new (PROTOCOL.md 8.7). */

import type { ShowClock } from '../lib/clock.svelte'
import type { Standing } from '../lib/session.svelte'

const DELAYED_MS = 4_000
const STALE_MS = 10_000
const SLEPT_MS = 4_000 // a pause of the page's own ticker that only sleep or freezing explains
const JUMP_MS = 2_000 // device time ran away from the monotonic clock: it stood still meanwhile
const NIGHT_MS = 12 * 3_600_000 // nobody sleeps for longer in a show: somebody has set the device's clock

/** What the last interruption kept back. */
export interface Return {
  readonly sent: number
  readonly refused: number
}

const RETURN_SHOWN_MS = 5_000
const NONE: Return = { sent: 0, refused: 0 }

export class Freshness {
  /** Server time at which what is shown was last known to be all there is. */
  freshAt: number | undefined = $state.raw()
  ageMs = $state.raw(0)
  /** Close code after which nobody tries again. */
  stoppedBy: number | undefined = $state.raw()
  /** For some seconds after an interruption: what became of the presses it kept back. */
  back: Return | undefined = $state.raw()
  #doubted = $state.raw(false)
  #broken = false
  #kept = 0
  #counted: Return = NONE
  #backAt = 0
  #tickedAt: number
  #deviceAt: number

  constructor(
    readonly clock: ShowClock,
    readonly now: () => number,
    readonly device: () => number,
  ) {
    this.#tickedAt = now()
    this.#deviceAt = device()
  }

  get standing(): Standing {
    if (this.stoppedBy !== undefined) return 'stopped'
    if (this.freshAt === undefined) return 'offline'
    if (this.#doubted || this.ageMs >= STALE_MS) return 'stale'
    return this.ageMs >= DELAYED_MS ? 'delayed' : 'live'
  }

  /** The server has us again, and the interruption kept back so many presses. */
  met(kept: number): void {
    if (!this.#broken) return
    this.#kept = kept
    this.#counted = NONE
  }

  /** What is shown is what the server knew at `at`. */
  proved(at: number): void {
    this.freshAt = at
    this.#doubted = false
    this.age()
    if (this.#broken && this.standing === 'live') {
      this.#broken = false
      this.#say()
    }
  }

  /** One press was answered. `well`: nobody has to look at it. */
  settled(well: boolean): void {
    if (this.#kept === 0) return
    this.#kept -= 1
    const { sent, refused } = this.#counted
    this.#counted = well ? { sent: sent + 1, refused } : { sent, refused: refused + 1 }
    if (!this.#broken) this.#say()
  }

  #say(): void {
    this.#backAt = this.now()
    this.back = this.#counted
  }

  /** What is shown was kept here since `at`, and nobody has proved it yet. */
  remembered(at: number): void {
    this.freshAt = at
    this.doubt()
    this.age()
  }

  /** Nothing is taken for new until it is proved. */
  doubt(): void {
    if (this.freshAt === undefined) return
    this.#doubted = this.#broken = true
  }

  stop(code: number): void {
    this.stoppedBy = code
  }

  age(): void {
    this.ageMs = this.freshAt === undefined ? 0 : Math.max(0, this.clock.ms() - this.freshAt)
    if (this.ageMs >= DELAYED_MS) this.#broken = true
    if (this.back && this.now() - this.#backAt > RETURN_SHOWN_MS) this.back = undefined
  }

  /** Did the device sleep, or the page freeze, since this was asked last? */
  slept(): boolean {
    const [now, device] = [this.now(), this.device()]
    const passed = now - this.#tickedAt
    const stood = device - this.#deviceAt - passed
    this.#tickedAt = now
    this.#deviceAt = device
    if (stood > JUMP_MS && stood < NIGHT_MS) this.clock.stood(stood)
    return passed > SLEPT_MS || stood > JUMP_MS
  }
}
