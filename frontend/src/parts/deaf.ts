/** A hand in a glove trembles: a second touch within 350 ms is not meant. */

export const DEAF_MS = 350

let anyPressedAt = -Infinity

/** One button's ear. A button that came up under a finger since the last press is deaf to it as well. */
export class Ear {
  #heardAt = -Infinity
  readonly #bornAt: number

  constructor(readonly now: () => number = () => performance.now()) {
    this.#bornAt = now()
  }

  /** Does this press count? */
  hears(event?: Event): boolean {
    const now = this.now()
    const again = now - this.#heardAt < DEAF_MS
    const finger = event instanceof PointerEvent && event.pointerType === 'touch'
    const slippedIn = finger && now - anyPressedAt < DEAF_MS && this.#bornAt >= anyPressedAt
    if (again || slippedIn) return false
    this.#heardAt = anyPressedAt = now
    return true
  }
}
