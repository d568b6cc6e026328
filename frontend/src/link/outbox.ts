/** What was pressed and has no answer: stops go first, marks wait for the link, nothing goes twice. */

import type { Command, Expect } from '../wire/state'
import type { CommandFrame } from '../wire/protocol.gen'
import type { Kind } from './kinds'

export interface Letter {
  readonly id: string
  readonly kind: Kind
  readonly command: Command
  readonly expect?: Expect
  /** When a mark was observed, in server time. It stays as it was first sent. */
  readonly occurredAt?: number
  /** The last beat seen before an order was pressed. */
  readonly beat?: number
}

interface Waiting {
  letter: Letter
  /** sent: on its way; unsure: was on its way when the link broke; waiting: has not been sent. */
  stand: 'waiting' | 'sent' | 'unsure'
  notBefore: number
  /** Offered again after the server lost its history: nobody waits for the answer. */
  again: boolean
}

const BURST_MAX = 20 // a server lets a dresser send 30 at once
const PER_SECOND = 8 // and 10 a second: whoever sends faster is cut off
const OFFERED_AGAIN_MAX = 200 // PROTOCOL.md 4, after a change of epoch
const FIRST: Readonly<Record<Kind, number>> = { stop: 0, order: 1, mark: 2, edit: 2 }

export class Outbox {
  #waiting = new Map<string, Waiting>()
  #settled: Letter[] = []
  #tokens = BURST_MAX
  #filledAt = 0

  put(letter: Letter): void {
    this.#waiting.set(letter.id, { letter, stand: 'waiting', notBefore: 0, again: false })
  }

  has(id: string): boolean {
    return this.#waiting.has(id)
  }

  /** Ids that a greeting asks about: they were on their way when the link broke. */
  get unsure(): readonly string[] {
    return [...this.#waiting.values()].flatMap((one) =>
      one.stand === 'unsure' ? [one.letter.id] : [],
    )
  }

  /** Return what may go now, in the order in which it must, and count it as sent. */
  due(now: number): readonly Letter[] {
    this.#fill(now)
    const ready = [...this.#waiting.values()]
      .filter((one) => one.stand === 'waiting' && one.notBefore <= now)
      .sort((one, other) => FIRST[one.letter.kind] - FIRST[other.letter.kind])
    const going = ready.filter((one) => this.#takeToken(one.letter.kind))
    for (const one of going) one.stand = 'sent'
    return going.map((one) => one.letter)
  }

  /** The link broke: what was on its way may or may not have come through. */
  lost(): void {
    for (const one of this.#waiting.values()) if (one.stand === 'sent') one.stand = 'unsure'
  }

  /** The server never had it. Send it again, unless it is an order: those are too old by now. */
  unknown(id: string): 'sends again' | 'too old' {
    const one = this.#waiting.get(id)
    if (one?.letter.kind === 'order') return 'too old'
    if (one) one.stand = 'waiting'
    return 'sends again'
  }

  /** Marks and edits are tried again where the server could not take them just then. */
  retries(id: string): boolean {
    const kind = this.#waiting.get(id)?.letter.kind
    return kind === 'mark' || kind === 'edit'
  }

  /** Try this one again, not before `at`. */
  later(id: string, at: number): void {
    const one = this.#waiting.get(id)
    if (one) Object.assign(one, { stand: 'waiting', notBefore: at })
  }

  /** It was answered. Return whether somebody waits for that. */
  settle(id: string, accepted: boolean): boolean {
    const one = this.#waiting.get(id)
    if (!one) return false
    this.#waiting.delete(id)
    if (accepted && one.letter.kind === 'mark') {
      this.#settled = [...this.#settled, one.letter].slice(-OFFERED_AGAIN_MAX)
    }
    return !one.again
  }

  /** The server's history may have lost its end: marks are offered again under their old ids.
   * Orders and stops are not: what they started is long over. */
  offerAgain(): void {
    for (const letter of this.#settled) {
      if (this.#waiting.has(letter.id)) continue
      this.#waiting.set(letter.id, { letter, stand: 'waiting', notBefore: 0, again: true })
    }
    this.#settled = []
  }

  #fill(now: number): void {
    const earned = ((now - this.#filledAt) / 1000) * PER_SECOND
    this.#tokens = Math.min(BURST_MAX, this.#tokens + earned)
    this.#filledAt = now
  }

  #takeToken(kind: Kind): boolean {
    if (kind === 'stop' || kind === 'order') return true
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}

/** A letter as it goes over the wire. The same id always carries the same body. */
export function frameOf(letter: Letter): CommandFrame {
  const { id, command, expect, occurredAt, beat } = letter
  return {
    type: 'command',
    id,
    command: command as CommandFrame['command'],
    ...(expect !== undefined && { expect }),
    ...(occurredAt !== undefined && { occurred_at: occurredAt }),
    ...(beat !== undefined && { beat }),
  }
}
