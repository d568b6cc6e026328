/** Who waits for the answer to which press. */

import type { Outcome } from '../lib/session.svelte'

export class Answers {
  readonly #waiting = new Map<string, (outcome: Outcome) => void>()

  to(id: string): Promise<Outcome> {
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  give(outcome: Outcome): void {
    this.#waiting.get(outcome.id)?.(outcome)
    this.#waiting.delete(outcome.id)
  }
}
