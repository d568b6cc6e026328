/** Presses beside the truth: a dot, a ring, a disc, a word; and then nothing. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../wire/state'
import { Pending, pressKey } from './pending.svelte'

let pending: Pending
beforeEach(() => {
  pending = new Pending()
})

function press(id: string, command: Command, pressedAt = 0): void {
  pending.put({ id, key: pressKey(command), command, pressedAt, state: 'sending', quiet: false })
}
const MARK = { type: 'mark_look', look: 'l1', status: 'dressed' } as const
const GO = { type: 'go', look: 'l1' } as const

describe('a press', () => {
  it('is found by what it is about, the newest first', () => {
    press('a', MARK)
    press('b', { ...MARK, status: 'at_line' })

    expect(pending.of('mark_look', 'l1')?.id).toBe('b')
    expect(pending.state('mark_look', 'l2')).toBe('idle')
  })

  it('turns into a ring after two seconds, if it is on the disk', () => {
    press('a', MARK)
    pending.saved('a', true)
    pending.age(1_999)
    const before = pending.state('mark_look', 'l1')
    pending.age(2_000)

    expect([before, pending.state('mark_look', 'l1')]).toEqual(['sending', 'saved-here'])
  })

  it('that is nowhere but in memory is never said to be saved here', () => {
    press('g', GO)
    pending.age(60_000)

    expect(pending.state('go', 'l1')).toBe('sending')
  })

  it('without a link is a ring as soon as it is on the disk', () => {
    press('a', MARK)
    pending.saved('a', false)

    expect(pending.state('mark_look', 'l1')).toBe('saved-here')
  })

  it('counts until it is answered, and is gone some seconds later', () => {
    press('a', MARK)
    const waiting = pending.count
    pending.settle('a', { state: 'acked', settledAt: 100 })
    const after = [pending.count, pending.state('mark_look', 'l1')]
    pending.age(20_000)

    expect([waiting, after, pending.all]).toEqual([1, [0, 'acked'], []])
  })

  it('that somebody deals with stays', () => {
    press('a', MARK)
    pending.settle('a', { state: 'rejected', settledAt: 100 })
    pending.keep('a')
    pending.age(900_000)

    expect(pending.all).toHaveLength(1)
  })
})
