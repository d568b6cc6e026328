/** What was pressed here and is not settled: shown beside the truth, never painted over it. */

import { SvelteMap } from 'svelte/reactivity'
import type { Command, Guard } from '../wire/state'

/** sending: dot; saved-here: hollow ring, once it is on this phone's disk and is not answered within 2 s
 * or has no link; acked: filled; rejected: words. */
export type PressState = 'idle' | 'sending' | 'saved-here' | 'acked' | 'rejected'

export interface Press {
  readonly id: string
  readonly key: string
  readonly command: Command
  readonly pressedAt: number
  readonly state: Exclude<PressState, 'idle'>
  /** It is on this phone's disk: it survives whatever happens to the page. */
  readonly kept?: boolean
  /** Why it was refused, or what became of it, for people. */
  readonly words?: string
  readonly code?: string
  /** What speaks against it, one by one. */
  readonly guards?: readonly Guard[]
  /** The screen says a refusal itself. */
  readonly quiet: boolean
  /** Something newer was known already: kept in the log, and nothing changed. */
  readonly superseded?: boolean
  readonly settledAt?: number
  /** Entry number, once acknowledged: what `undo` names. */
  readonly seq?: number
}

const SAVED_MS = 2_000 // SCREENS.md 3: the dot turns into a hollow ring
const ACKED_SHOWN_MS = 8_000
const REFUSED_SHOWN_MS = 8_000
const SUBJECTS = ['look', 'item', 'model', 'help', 'cue', 'message', 'subject', 'party', 'decision']

/** What a command is about: `mark_look/l16`, `set_release/house`, `hold`. */
export function pressKey(command: Command): string {
  const fields = command as unknown as Readonly<Record<string, unknown>>
  for (const field of SUBJECTS) {
    const id = fields[field]
    if (typeof id === 'string') return `${command.type}/${id}`
  }
  return command.type
}

export class Pending {
  readonly #presses = new SvelteMap<string, Press>()

  /** Presses not yet answered by the server. */
  get count(): number {
    return this.waiting.length
  }

  get waiting(): readonly Press[] {
    return this.all.filter((one) => one.state === 'sending' || one.state === 'saved-here')
  }

  /** All that is unsettled or was settled within the last seconds, oldest first. */
  get all(): readonly Press[] {
    return [...this.#presses.values()]
  }

  /** The newest press about `key` (see `pressKey`), e.g. `of('mark_look', look.id)`. */
  of(type: string, subject?: string): Press | undefined {
    const key = subject === undefined ? type : `${type}/${subject}`
    return this.all.filter((one) => one.key === key).at(-1)
  }

  /** What a button shows: `state('mark_look', look.id)`. */
  state(type: string, subject?: string): PressState {
    return this.of(type, subject)?.state ?? 'idle'
  }

  /** Only the session writes. */
  put(press: Press): void {
    this.#presses.set(press.id, press)
  }

  settle(id: string, change: Partial<Press>): void {
    const press = this.#presses.get(id)
    if (press) this.#presses.set(id, { ...press, ...change })
  }

  /** It is on this phone's disk now. Without a link nothing more can be said of it than that. */
  saved(id: string, linked: boolean): void {
    const press = this.#presses.get(id)
    if (press?.state !== 'sending') return
    this.#presses.set(id, { ...press, kept: true, state: linked ? 'sending' : 'saved-here' })
  }

  /** Tells whether it was there. */
  forget(id: string): boolean {
    return this.#presses.delete(id)
  }

  /** Somebody is dealing with it: it stays until it is forgotten. */
  keep(id: string): void {
    const press = this.#presses.get(id)
    if (press) this.#presses.set(id, { ...press, settledAt: Infinity })
  }

  /** Show what takes long as saved here, and let go of what has been settled for a while. */
  age(now: number): void {
    for (const press of [...this.#presses.values()]) {
      const late = press.state === 'sending' && now - press.pressedAt >= SAVED_MS
      if (late && press.kept) this.settle(press.id, { state: 'saved-here' })
      const shown = press.state === 'rejected' ? REFUSED_SHOWN_MS : ACKED_SHOWN_MS
      if (press.settledAt !== undefined && now - press.settledAt > shown) this.forget(press.id)
    }
  }
}
