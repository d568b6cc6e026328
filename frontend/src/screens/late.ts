/** Who has not seen, or not acknowledged, what they were told; and what became of nudging them. */

import type { LiveState } from '../lib/live-state.svelte'
import { firstName, roleName } from '../lib/words'
import type { Message, Pass, Screen } from '../wire/state'
import { reaches } from './told'

/** Somebody who was told: one of the crew, with any device, or else a pass. */
export interface Person {
  /** How a nudge reaches them: `crew:c1` or `pass:p9`. */
  readonly to: string
  readonly crew: string | undefined
  readonly name: string
  readonly passes: readonly string[]
}

export interface Late extends Person {
  /** unseen: no device of theirs has heard of it; seen: it is on their screen; alone: they have no device. */
  readonly why: 'unseen' | 'seen' | 'alone'
  /** The last nudge about it. */
  readonly nudge: Message | undefined
}

/** The newest change of the line-up that asks to be acknowledged. */
export function lastChange(state: LiveState): Message | undefined {
  return newest(state, (one) => one.kind === 'change')
}

const ASKS: ReadonlySet<Message['kind']> = new Set(['change', 'text', 'call'])
const ASKED_MS = 600_000 // ten minutes later everybody has been told in person

/** What is still to be acknowledged by somebody, the newest first. */
export function unanswered(state: LiveState, now: number): Message[] {
  const change = lastChange(state)
  return [...state.messages.values()]
    .filter((one) => ASKS.has(one.kind) && now - one.sent_at < ASKED_MS)
    .filter((one) => one.kind !== 'change' || one === change) // who knows the newest knows them all
    .filter((one) => told(state, one).some((person) => !hasAcknowledged(person, one)))
    .sort((a, b) => b.sent_at - a.sent_at)
}

/** Everybody whom a message is for, but for who sent it. */
export function told(state: LiveState, message: Message): Person[] {
  const people = new Map<string, Person>()
  for (const pass of state.passes.values()) {
    if (!isTold(state, message, pass)) continue
    const person = personOf(state, pass)
    const known = people.get(person.to)?.passes ?? []
    people.set(person.to, { ...person, passes: [...known, pass.id] })
  }
  for (const to of message.to.filter((one) => one.startsWith('crew:') && !people.has(one))) {
    const crew = to.slice('crew:'.length)
    const name = firstName(state.crew.get(crew)?.name)
    people.set(to, { to, crew, name, passes: forAnybody(state, crew) })
  }
  return [...people.values()]
}

function isTold(state: LiveState, message: Message, pass: Pass): boolean {
  const { id, role, scope, revoked_at } = pass
  if (revoked_at !== undefined || id === message.sent_by || role === 'screen') return false
  return reaches(state, message, { pass: id, role, scope })
}

/** Passes that say a role and no name: whoever holds the phone has said on it who she is. */
function forAnybody(state: LiveState, crew: string): string[] {
  const role = state.crew.get(crew)?.role
  return [...state.passes.values()]
    .filter((one) => one.role === role && one.revoked_at === undefined)
    .filter(({ scope }) => scope?.crew === undefined && (scope?.models ?? []).length === 0)
    .map((one) => one.id)
}

function personOf(state: LiveState, pass: Pass): Person {
  const crew = pass.scope?.crew
  const to = crew === undefined ? `pass:${pass.id}` : `crew:${crew}`
  const name = crew === undefined ? '' : firstName(state.crew.get(crew)?.name)
  return { to, crew, name: name || calledAs(pass), passes: [] }
}

/** A person is called by the first name; a pass that says what it is for, `Stage manager`, by all of it. */
function calledAs({ label = '', role }: Pass): string {
  const isName = label.split(' ').every((word) => /^[\p{Lu}\d]/u.test(word))
  return (isName ? firstName(label) : label.trim()) || roleName(role)
}

function hasAcknowledged(person: Person, message: Message): boolean {
  return person.passes.some((pass) => message.acks[pass] !== undefined)
}

/** Those of them who have not acknowledged it, those whose screens have not even heard of it first. */
export function late(
  state: LiveState,
  message: Message,
  screens: readonly Screen[] = [],
): readonly Late[] {
  return told(state, message)
    .filter((person) => !hasAcknowledged(person, message))
    .map((person) => ({
      ...person,
      why: why(person, message, screens),
      nudge: nudgeOf(state, person, message),
    }))
    .sort((a, b) => Number(a.why === 'seen') - Number(b.why === 'seen'))
}

function why(person: Person, message: Message, screens: readonly Screen[]): Late['why'] {
  const theirs = screens.filter((one) => person.passes.includes(one.pass))
  if (theirs.every((one) => one.standing === 'gone')) return 'alone'
  const { seq } = message
  return seq !== undefined && theirs.some((one) => one.seq >= seq) ? 'seen' : 'unseen'
}

function nudgeOf(state: LiveState, person: Person, message: Message): Message | undefined {
  return newest(
    state,
    (one) =>
      one.kind === 'nudge' &&
      one.code === undefined &&
      one.subject === message.id &&
      one.to.includes(person.to),
  )
}

function newest(state: LiveState, wanted: (one: Message) => boolean): Message | undefined {
  let found: Message | undefined
  for (const one of state.messages.values()) {
    if (wanted(one) && (!found || one.sent_at >= found.sent_at)) found = one
  }
  return found
}
