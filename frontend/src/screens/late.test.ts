/** Who has not seen, or not acknowledged, what they were told. */

import { expect, it } from 'vitest'
import type { Message, Screen } from '../wire/state'
import { late, lastChange, told, unanswered } from './late'
import { NOON } from './stage/cast'
import { sessionAt } from './stage/seats'
import type { FakeSession } from './stage/fake-session.svelte'

function theChange(session: FakeSession): Message {
  const change = lastChange(session.mirror.state)
  if (!change) throw new Error('the stage has lost its change')
  return change
}
const names = (session: FakeSession) =>
  late(session.mirror.state, theChange(session)).map((one) => one.name)

function screen(pass: string, seq: number, standing: Screen['standing'] = 'live'): Screen {
  return { pass, client: `c-${pass}`, role: 'dresser', seq, standing, since_at: 1, seen_at: 1 }
}

it('names those who were told of a change and have not acknowledged it', () => {
  expect(names(sessionAt('caller'))).toEqual(['Max', 'Tom', 'Lou'])
})

it('does not name who made the change, nor the walls', () => {
  const session = sessionAt('caller')
  session.patch({
    messages: { n1: { to: ['all'] } },
    passes: { tv: { id: 'tv', role: 'screen', label: 'Room B', created_at: 0, rev: 1 } },
  })
  const people = told(session.mirror.state, theChange(session)).map((one) => one.to)

  expect(people).not.toContain('pass:p-sm')
  expect(people).not.toContain('pass:tv')
})

it('knows one of the crew by who she is, whatever stands on her pass', () => {
  const session = sessionAt('caller')
  session.patch({ passes: { 'p-c2': { label: 'Red phone 7' } } })

  expect(names(session)).toEqual(['Max', 'Tom', 'Lou'])
})

it('counts one of the crew once, with however many devices, and any of them answers', () => {
  const session = sessionAt('caller')
  const tablet = { id: 'p9', role: 'dresser', label: 'Tablet', scope: { crew: 'c2' }, rev: 1 }
  session.patch({ passes: { p9: { ...tablet, created_at: 0 } } })
  expect(names(session)).toEqual(['Max', 'Tom', 'Lou'])

  session.patch({ messages: { n1: { acks: { p9: NOON } } } })

  expect(names(session)).toEqual(['Max', 'Lou'])
})

it('tells who has it on screen, whose screen has not heard of it, and who has no screen', () => {
  const session = sessionAt('caller')
  session.patch({ messages: { n1: { seq: 50 } } })
  const screens = [screen('p-c2', 50), screen('p-c3', 49), screen('p-starter', 90, 'gone')]
  const people = late(session.mirror.state, theChange(session), screens)

  expect(people.map((one) => [one.name, one.why])).toEqual([
    ['Max', 'alone'],
    ['Lou', 'unseen'],
    ['Tom', 'seen'],
  ])
})

it('names somebody whom no pass stands for', () => {
  const session = sessionAt('caller')
  session.patch({ passes: { 'p-c2': { revoked_at: 1 } } })
  const tom = late(session.mirror.state, theChange(session)).find((one) => one.name === 'Tom')

  expect(tom).toMatchObject({ to: 'crew:c2', why: 'alone', passes: [] })
})

it('takes the answer of a phone for any dresser as hers', () => {
  const session = sessionAt('caller')
  session.patch({ passes: { 'p-c2': { scope: { models: [] } } } })
  session.patch({ passes: { 'p-c2': { scope: { crew: null } } } })
  session.patch({ messages: { n1: { acks: { 'p-c2': NOON } } } })

  expect(names(session)).toEqual(['Max', 'Lou'])
})

it('asks after the newest change only, and after nothing that is ten minutes old', () => {
  const session = sessionAt('caller')
  const newer = { ...theChange(session), id: 'n2', sent_at: NOON - 5_000 }
  session.patch({ messages: { n2: newer } })

  expect(unanswered(session.mirror.state, NOON).map((one) => one.id)).toEqual(['n2'])
  expect(unanswered(session.mirror.state, NOON + 600_000)).toEqual([])
})

it('knows the last nudge of each', () => {
  const session = sessionAt('caller')
  const nudge = {
    ...{ id: 'n8', kind: 'nudge', to: ['crew:c2'], subject: 'n1', acks: {}, rev: 1 },
    ...{ sent_at: NOON - 9_000, sent_by: 'p-ana', sent_role: 'caller', passed_on_at: NOON - 1_000 },
  }
  session.patch({ messages: { n8: nudge } })
  const people = late(session.mirror.state, theChange(session))

  expect(people.map((one) => one.nudge?.passed_on_at)).toEqual([undefined, NOON - 1_000, undefined])
})

it('calls a pass that stands for a job by the whole of its label, and a person by the first name', () => {
  const session = sessionAt('caller')
  const pass = (id: string, label: string): [string, object] => [
    id,
    { id, label, role: 'stage_manager', created_at: 0, rev: 1 },
  ]
  session.patch({
    messages: { n1: { to: ['pass:a', 'pass:b', 'pass:c', 'pass:d'] } },
    passes: Object.fromEntries([
      pass('a', 'Stage manager'),
      pass('b', 'Show caller'),
      pass('c', 'Nora Lind'),
      pass('d', ''),
    ]),
  })

  expect(names(session)).toEqual(['Stage manager', 'Show caller', 'Nora', 'Stage manager'])
})
