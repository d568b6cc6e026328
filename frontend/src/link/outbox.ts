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
  /** The last beat seen before it was pressed: an order must carry it. */
  readonly beat?: number
  /** Who pressed it; absent while nobody had said who this is. */
  readonly pass?: string
  /** The run it was pressed in; absent before there was one. */
  readonly run?: string
}

/** A letter that was accepted in the history called `epoch`. */
export interface Accepted {
  readonly letter: Letter
  readonly epoch: string
}

interface Waiting {
  letter: Letter
  /** writing: not kept on this phone yet; sent: on its way; unsure: was on its way when the link broke. */
  stand: 'writing' | 'waiting' | 'sent' | 'unsure'
  notBefore: number
  /** Accepted before, in a history that is lost, and offered again: nobody waits for the answer. */
  again?: string
}

const BURST_MAX = 20 // a server lets a dresser send 30 at once
const PER_SECOND = 8 // and 10 a second: whoever sends faster is cut off
const OFFERED_AGAIN_MAX = 200 // PROTOCOL.md 4, after a change of epoch
const FIRST: Readonly<Record<Kind, number>> = { stop: 0, order: 1, mark: 2, edit: 2 }

export class Outbox {
  #waiting = new Map<string, Waiting>()
  #accepted: readonly Accepted[] = []
  #tokens = BURST_MAX
  #filledAt = 0

  put(letter: Letter, stand: Waiting['stand'] = 'waiting'): void {
    this.#waiting.set(letter.id, { letter, stand, notBefore: 0 })
  }

  has(id: string): boolean {
    return this.#waiting.has(id)
  }

  /** It is kept on this phone, or can't be: it may go. */
  written(id: string): void {
    const one = this.#waiting.get(id)
    if (one?.stand === 'writing') one.stand = 'waiting'
  }

  /** Ids that a greeting asks about: they were on their way when the link broke. Every stop is among
   * them, and first, for a server with another history takes one that it was not asked about for old. */
  get unsure(): readonly string[] {
    const all = [...this.#waiting.values()].filter((one) => one.again === undefined)
    const stops = all.filter((one) => one.letter.kind === 'stop')
    const others = all.filter((one) => one.letter.kind !== 'stop' && one.stand === 'unsure')
    return [...stops, ...others].map((one) => one.letter.id)
  }

  /** Return what may go now, in the order in which it must, and count it as sent. Before all that has
   * happened meanwhile is known (`caughtUp`), only stops and orders may: marks are judged by it. */
  due(now: number, caughtUp = true): readonly Letter[] {
    this.#fill(now)
    const all = [...this.#waiting.values()].filter((one) => one.stand !== 'sent')
    const going = all
      .sort((one, other) => FIRST[one.letter.kind] - FIRST[other.letter.kind])
      .filter(({ letter }) => caughtUp || isUrgent(letter))
    const late = going.findIndex((one) => !isUrgent(one.letter) && !isReady(one, now))
    const inOrder = late < 0 ? going : going.slice(0, late)
    const sent = inOrder.filter((one) => isReady(one, now) && this.#takeToken(one))
    for (const one of sent) one.stand = 'sent'
    return sent.map((one) => one.letter)
  }

  /** The link broke: what was on its way may or may not have come through. */
  lost(): void {
    for (const { letter, stand, again } of [...this.#waiting.values()]) {
      if (again !== undefined) {
        this.#waiting.delete(letter.id)
        this.accepted({ letter, epoch: again })
      } else if (stand === 'sent') this.put(letter, 'unsure')
    }
  }

  /** The server never had it. Send it again, unless it is an order: those are too old by now. */
  unknown(id: string): 'sends again' | 'too old' {
    const one = this.#waiting.get(id)
    if (one?.letter.kind === 'order') return 'too old'
    if (one) one.stand = 'waiting'
    return 'sends again'
  }

  /** Is it tried again where the server could not take it just then? */
  retries(id: string, code: string): boolean {
    const one = this.#waiting.get(id)
    if (!one) return false
    const { kind } = one.letter
    if (kind === 'mark' || kind === 'edit') return true
    return code === 'too_many' && (kind === 'stop' || one.again !== undefined)
  }

  /** Try this one again, not before `at`. */
  later(id: string, at: number): void {
    const one = this.#waiting.get(id)
    if (one) Object.assign(one, { stand: 'waiting', notBefore: at })
  }

  /** It was answered; `epoch` is the history that took it. Return it, and whether somebody waits for that. */
  settle(id: string, epoch?: string): { letter: Letter; awaited: boolean } | undefined {
    const one = this.#waiting.get(id)
    if (!one) return undefined
    this.#waiting.delete(id)
    if (epoch !== undefined) this.accepted({ letter: one.letter, epoch })
    return { letter: one.letter, awaited: one.again === undefined }
  }

  /** Take out what must not go any more, and return it. */
  remove(unfit: (letter: Letter) => boolean): readonly Letter[] {
    const all = [...this.#waiting.values()].filter(
      (one) => one.stand !== 'sent' && one.again === undefined && unfit(one.letter),
    )
    for (const { letter } of all) this.#waiting.delete(letter.id)
    return all.map((one) => one.letter)
  }

  /** Whoever pressed before anybody said who this is, was this one. */
  sign(pass: string): readonly Letter[] {
    const unsigned = [...this.#waiting.values()].filter(({ letter }) => letter.pass === undefined)
    for (const one of unsigned) one.letter = { ...one.letter, pass }
    return unsigned.map((one) => one.letter)
  }

  /** It was accepted, here or before this page was opened. */
  accepted(one: Accepted): void {
    if (!isOfferable(one.letter)) return
    this.#accepted = [...this.#accepted, one].slice(-OFFERED_AGAIN_MAX)
  }

  /** A history other than `epoch` that took what is to be offered again. */
  otherHistory(epoch: string): string | undefined {
    return this.#accepted.find((one) => one.epoch !== epoch)?.epoch
  }

  /** The server's history is another and may have lost its end: what was accepted is offered again under
   * its old id, by whoever pressed it: on a phone that went from hand to hand the rest is let go. */
  offerAgain(epoch: string, pass: string): void {
    const old = this.#accepted.filter((one) => one.epoch !== epoch)
    this.#accepted = this.#accepted.filter((one) => one.epoch === epoch)
    for (const { letter, epoch: again } of old) {
      if (this.has(letter.id) || (letter.pass ?? pass) !== pass) continue
      this.#waiting.set(letter.id, { letter, stand: 'waiting', notBefore: 0, again })
    }
  }

  #fill(now: number): void {
    const earned = ((now - this.#filledAt) / 1000) * PER_SECOND
    this.#tokens = Math.min(BURST_MAX, this.#tokens + earned)
    this.#filledAt = now
  }

  #takeToken({ letter, again }: Waiting): boolean {
    if (isUrgent(letter) && again === undefined) return true
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}

function isUrgent(letter: Letter): boolean {
  return letter.kind === 'stop' || letter.kind === 'order'
}

/** What can't be told from a new press is not: an order without the beat it was pressed on, and an undo,
 * whose number belongs to another entry by now. */
function isOfferable(letter: Letter): boolean {
  return letter.command.type !== 'undo' && (!isUrgent(letter) || letter.beat !== undefined)
}

function isReady(one: Waiting, now: number): boolean {
  return one.stand === 'waiting' && one.notBefore <= now
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
