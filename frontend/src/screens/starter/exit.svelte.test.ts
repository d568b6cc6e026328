/** The exit: sending, swapping, sending back; with the line as it really stands. */

import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOON } from '../stage/cast'
import type { FakeSession } from '../stage/fake-session.svelte'
import { sessionAt } from '../stage/seats'
import { ExitDesk } from './exit.svelte'

let session: FakeSession
let desk: ExitDesk
let stop: () => void

beforeEach(() => {
  session = sessionAt('starter')
  stop = $effect.root(() => {
    desk = new ExitDesk(session)
  })
  flushSync()
})
afterEach(() => stop())

describe('GO at the exit', () => {
  it('sends who stands at the line', () => {
    void desk.go.press()

    expect(session.diary.map((one) => one.command)).toEqual([{ type: 'go', look: 'l14' }])
  })

  it('marks her at the line first where nobody has', () => {
    session.patch({ looks: { l14: { status: 'dressed' } } })
    void desk.go.press()

    expect(session.diary.map((one) => one.command)).toEqual([
      { type: 'mark_look', look: 'l14', status: 'at_line' },
      { type: 'go', look: 'l14' },
    ])
  })

  it('works though the caller has the call', () => {
    session.patch({ show: { caller: 'p-ana' } })

    expect(desk.go.state).toBe('armed')
  })
})

describe('the line', () => {
  it('shows the real order, and who should stand before whom', () => {
    session.patch({ looks: { l15: { status_at: NOON - 500_000 } } })
    flushSync()

    expect(desk.line.map((one) => [one.row.id, one.behind])).toEqual([
      ['l15', '14'],
      ['l14', undefined],
    ])
  })

  it('lists who is out, the longest out first', () => {
    expect(desk.out.map((row) => row.id)).toEqual(['l12', 'l13'])
  })
})

describe('someone else went', () => {
  it('replaces the next look when the last GO is long past', () => {
    const [, second] = desk.line
    if (second && desk.planned) desk.wentInstead(second.row, desk.planned)

    expect(session.diary[0]?.command).toEqual({
      type: 'someone_else_went',
      look: 'l15',
      instead_of: 'l14',
    })
  })

  it('replaces the look that was sent a moment ago', () => {
    session.patch({ looks: { l13: { exited_at: NOON - 4_000 } } })
    flushSync()

    expect(desk.planned?.id).toBe('l13')
  })
})

describe('a mark at the line', () => {
  it('can be taken back by the number of its entry', async () => {
    const row = desk.coming[0]
    if (row) await desk.atLine(row)
    const seq = desk.marked?.seq
    desk.undo()

    expect(session.diary[1]?.command).toEqual({ type: 'undo', seq })
  })

  it('offers no undo where the server refused it', async () => {
    session.answer = { outcome: 'reject', code: 'invalid_transition', detail: 'no' }
    const row = desk.coming[0]
    if (row) await desk.atLine(row)

    expect(desk.marked).toBeUndefined()
  })
})

it('sends back to dressing with the reason that was tapped', () => {
  const [first] = desk.line
  if (first) desk.toDressing(first.row, 'Shoe')

  expect(session.diary[0]?.command).toEqual({
    type: 'back_to_dressing',
    look: 'l14',
    reason: 'Shoe',
  })
})

it('holds the exits, never the start', () => {
  desk.holdOrResume()

  expect(session.diary[0]?.command).toMatchObject({ type: 'hold', scope: 'exits' })
})
