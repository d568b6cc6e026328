/** Whom a message is for, and who of them has not said that it was seen. */

import type { LiveState } from '../lib/live-state.svelte'
import type { Me } from '../lib/session.svelte'
import { shortName } from '../lib/words'
import type { Look, Message, Pass, Phase, Scope } from '../wire/state'

/** Somebody who can be addressed. */
interface Addressee {
  readonly pass: string
  readonly role: string
  readonly scope: Scope | undefined
}

/** Is the message for me? */
export function isForMe(state: LiveState, message: Message, me: Me): boolean {
  return reaches(state, message, me)
}

/** Messages for me that I have not acknowledged, oldest first. */
export function unseenByMe(state: LiveState, me: Me): Message[] {
  return [...state.messages.values()]
    .filter((one) => one.acks[me.pass] === undefined && one.sent_by !== me.pass)
    .filter((one) => isForMe(state, one, me))
    .sort((a, b) => a.sent_at - b.sent_at)
}

const TEXT_MS = 600_000 // who comes ten minutes later has been told in person
const NUDGE_MS = 120_000
const GONE: ReadonlySet<Look['status']> = new Set(['on_runway', 'off', 'done'])

/** Does it still matter to somebody who reads it only now? Late comers are not told what is over. */
export function isCurrent(state: LiveState, message: Message, now: number): boolean {
  const look = message.look === undefined ? undefined : state.looks.get(message.look)
  if (look && GONE.has(look.status)) return false
  return STILL[message.kind](message, state.show.phase, now - message.sent_at)
}

type Still = (message: Message, phase: Phase, ageMs: number) => boolean
const STILL: Readonly<Record<Message['kind'], Still>> = {
  call: ({ code }, phase) => phase === (code === 'first_looks' ? 'first_looks' : 'lined_up'),
  nudge: (_message, _phase, ageMs) => ageMs < NUDGE_MS,
  text: (_message, _phase, ageMs) => ageMs < TEXT_MS,
  change: () => true,
  question: () => true,
  alarm: () => true,
}

/** The newest change of the line-up that asks to be acknowledged. */
export function lastChange(state: LiveState): Message | undefined {
  let newest: Message | undefined
  for (const one of state.messages.values()) {
    if (one.kind === 'change' && (!newest || one.sent_at > newest.sent_at)) newest = one
  }
  return newest
}

/** First names of those whom `message` is for and who have not acknowledged it. */
export function laggards(state: LiveState, message: Message): string[] {
  const names = [...state.passes.values()]
    .filter((one) => one.revoked_at === undefined && message.acks[one.id] === undefined)
    .filter((one) => reaches(state, message, addressee(state, one)))
    .map((one) => shortName(one.label).split(' ')[0] ?? '')
  return [...new Set(names)].filter(Boolean)
}

function addressee(state: LiveState, one: Pass): Addressee {
  return { pass: one.id, role: one.role, scope: one.scope ?? scopeByName(state, one) }
}

/** Screens read no scopes: there the name on the pass tells which of the crew it is. */
function scopeByName(state: LiveState, one: Pass): Scope | undefined {
  for (const crew of state.crew.values()) {
    if (crew.role === one.role && crew.name === one.label) return { models: [], crew: crew.id }
  }
  return undefined
}

function reaches(state: LiveState, message: Message, who: Addressee): boolean {
  const mine = addressesOf(state, who)
  return message.to.some((to) => mine.includes(to))
}

/** Every way in which somebody can be addressed. */
function addressesOf(state: LiveState, who: Addressee): string[] {
  const { crew, room, department } = who.scope ?? {}
  const at = room ?? (crew === undefined ? undefined : state.crew.get(crew)?.room)
  const named = [
    ['role', who.role],
    ['pass', who.pass],
    ['crew', crew],
    ['room', at],
    ['department', department],
  ]
  return ['all', ...named.flatMap(([kind, id]) => (id === undefined ? [] : `${kind}:${id}`))]
}
