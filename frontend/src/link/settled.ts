/** What a press looks like once it has its answer, or is found again after a reload. */

import { pressKey, type Pending, type Press } from '../lib/pending.svelte'
import type { Outcome, Rejected } from '../lib/session.svelte'
import { words } from '../lib/words'
import type { Letter } from './outbox'

export function settledAs(outcome: Outcome, settledAt: number): Partial<Press> {
  if (outcome.outcome === 'reject') return { settledAt, ...refusal(outcome) }
  return { settledAt, state: 'acked', seq: outcome.seq, superseded: isSuperseded(outcome) }
}

/** Kept in the log, and nothing changed: something newer was known already. */
export function isSuperseded(outcome: Outcome): boolean {
  return outcome.outcome === 'ack' && outcome.effect === 'superseded'
}

function refusal({ code, detail, guards }: Rejected): Partial<Press> {
  return { state: 'rejected', code, guards, words: inWords(code, detail) }
}

function inWords(code: string, detail: string): string {
  if (detail) return detail
  const said: Readonly<Record<string, string>> = words().refused
  return said[code] ?? code
}

/** Presses of before this page was opened, which still wait. It may be said only later who holds this
 * phone: each is shown once it is known to be theirs, so that its answer is seen as well. */
export class Found {
  #unshown: (readonly [Letter, number])[] = []

  put(letter: Letter, pressedAt: number): void {
    this.#unshown.push([letter, pressedAt])
  }

  show(pending: Pending, pass: string): void {
    this.#unshown = this.#unshown.filter(([letter, pressedAt]) => {
      if (letter.pass === pass) pending.put(shownAgain(letter, pressedAt))
      return letter.pass !== pass
    })
  }
}

function shownAgain({ id, command }: Letter, pressedAt: number): Press {
  const shown = { quiet: false, state: 'saved-here', kept: true } as const
  return { id, key: pressKey(command), command, pressedAt, ...shown }
}
