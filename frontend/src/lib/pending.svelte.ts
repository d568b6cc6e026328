/** What was pressed here and is not settled: shown beside the truth, never painted over it. */

import { SvelteMap } from 'svelte/reactivity'
import type { Command } from '../wire/state'

/** sending: dot; saved-here: hollow ring after 2 s or with no link; acked: filled; rejected: words. */
export type PressState = 'idle' | 'sending' | 'saved-here' | 'acked' | 'rejected'

export interface Press {
  readonly id: string
  readonly key: string
  readonly command: Command
  readonly pressedAt: number
  readonly state: Exclude<PressState, 'idle'>
  /** Why it was refused, for people. */
  readonly words?: string
  readonly code?: string
  /** Entry number, once acknowledged: what `undo` names. */
  readonly seq?: number
}

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

  forget(id: string): void {
    this.#presses.delete(id)
  }
}
