/** Which presses are answered where they were made; all others are answered at the foot of the screen. */

import { untrack } from 'svelte'

type Has = (key: string) => boolean

let taken: readonly Has[] = $state.raw([])

/** Answer presses with such keys (see `pressKey`) here, until the returned function is called. */
export function claim(has: Has): () => void {
  taken = [...untrack(() => taken), has]
  return () => {
    taken = untrack(() => taken).filter((one) => one !== has)
  }
}

export function isClaimed(key: string): boolean {
  return taken.some((has) => has(key))
}
