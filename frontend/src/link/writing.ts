/** A press becomes a letter: with its id, its time, what it starts from, who pressed it and in which run. */

import type { PressOptions } from '../lib/session.svelte'
import type { Command, Expect } from '../wire/state'
import { newId } from './ids'
import { kindOf, type Kind } from './kinds'
import type { Letter } from './outbox'

export const ORDER_MS = 3_000 // an order needs a beat younger than this; the server refuses from 4 s

const LETTER_MAX = 15_000 // characters; the server hangs up at 16 KiB

/** A stop needs no beat; with one it can be told later from what is offered again. */
const BEAT_MS: Readonly<Record<Kind, number>> = {
  order: ORDER_MS,
  stop: Infinity,
  mark: 0,
  edit: 0,
}

/** What is known where it is pressed. */
export interface Around {
  /** Server time. */
  readonly now_ms: number
  readonly pass: string
  readonly run: string | undefined
  /** The look that is shown as next. */
  readonly next: string | undefined
  /** The newest beat, if it was heard less than so long ago. */
  readonly beatWithin: (within_ms: number) => number | undefined
}

export function letterFor(command: Command, options: PressOptions, around: Around): Letter {
  const kind = kindOf(command.type)
  const { override, occurredAt = around.now_ms } = options
  const expect = options.expect ?? expected(command, around)
  return {
    id: newId(),
    kind,
    command: override === undefined ? command : { ...command, override },
    ...(expect && { expect }),
    ...(kind === 'mark' && { occurredAt: Math.round(occurredAt) }),
    ...given('beat', around.beatWithin(BEAT_MS[kind])),
    ...given('pass', around.pass || undefined),
    ...given('run', around.run),
  }
}

export function isTooLong(letter: Letter): boolean {
  return JSON.stringify(letter).length > LETTER_MAX
}

/** What the caller sees as next when GO is pressed. */
function expected(command: Command, { next }: Around): Expect | undefined {
  return command.type === 'go' && next !== undefined ? { next } : undefined
}

function given(name: 'beat' | 'pass' | 'run', value: string | number | undefined): object {
  return value === undefined ? {} : { [name]: value }
}
