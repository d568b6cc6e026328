/** Whom a message is for, and who of them has not said that it was seen. */

import type { LiveState } from '../lib/live-state.svelte'
import { phrases } from '../lib/phrases'
import type { Me } from '../lib/session.svelte'
import { lookNumber } from '../lib/words'
import type { Look, Message, Phase, Scope } from '../wire/state'

/** Somebody who can be addressed. */
export interface Addressee {
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

/** The alarm of a restored history that I have not acknowledged; the owner's too, whom nothing addresses. */
export function restoredUnseen(state: LiveState, me: Me): Message | undefined {
  return [...state.messages.values()]
    .filter((one) => one.kind === 'alarm' && one.code === 'history_restored')
    .filter((one) => one.acks[me.pass] === undefined)
    .find((one) => me.role === 'owner' || isForMe(state, one, me))
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

/** Is somebody among those whom the message is for? */
export function reaches(state: LiveState, message: Message, who: Addressee): boolean {
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

type CodeWords = Partial<
  Record<NonNullable<Message['code']>, (one: string, other: string) => string>
>
const codes = phrases<CodeWords>({
  en: {
    look_cut: (one) => `${one} is cut`,
    look_moved: (one, other) => (other ? `${one} now after ${other}` : `${one} now goes first`),
    looks_swapped: (one, other) => `${one} and ${other} change places`,
    look_assigned: (one) => `${one} has another model`,
    look_reinserted: (one, other) =>
      other ? `${one} is back, after ${other}` : `${one} is back, next to go`,
    look_skipped: (one) => `${one} is skipped for now`,
    sent_back: (one) => `${one} comes back to dressing`,
    first_looks: () => 'First looks on, please',
    line_up: () => 'To the line, please',
    hold_overdue: () => 'The hold has run over',
    model_late: () => 'A model is late',
    nudge_unanswered: (one) => `Nobody answers${one ? ` for ${one}` : ''}`,
  },
})

/** What the show itself says, in words; empty for what people say. */
export function codeText(state: LiveState, { code, look, other }: Message): string {
  const number = (id: string | undefined) => {
    const found = id === undefined ? undefined : state.looks.get(id)
    return found ? lookNumber(found.number) : ''
  }
  return (code && codes()[code]?.(number(look), number(other))) ?? ''
}

export const seenWords = phrases({ en: { seen: 'SEEN' } })
