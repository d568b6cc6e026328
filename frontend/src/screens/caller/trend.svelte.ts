/** Which way each margin has moved since it last changed: up, down, or not yet. */

import { SvelteMap } from 'svelte/reactivity'

const FELT_MS = 2_000 // less is the forecast breathing, not somebody working

export class Trend {
  readonly #last: Record<string, number | undefined> = {}
  readonly #ways = new SvelteMap<string, 'up' | 'down'>()

  way(look: string): 'up' | 'down' | undefined {
    return this.#ways.get(look)
  }

  /** Take in the margins of now; call it whenever the forecast has changed. */
  see(margins: Iterable<readonly [look: string, margin: number | undefined]>): void {
    for (const [look, margin] of margins) {
      if (margin === undefined) continue
      const before = this.#last[look]
      if (before !== undefined && Math.abs(margin - before) < FELT_MS) continue
      this.#last[look] = margin
      if (before !== undefined) this.#ways.set(look, margin > before ? 'up' : 'down')
    }
  }
}
