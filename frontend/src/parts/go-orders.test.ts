/** When no order can be given, what buttons read instead, and why. */

import { describe, expect, it } from 'vitest'
import { ASession } from './a-session.svelte'
import { blocked, offWord } from './go-orders'

function after(change: Partial<ASession>): ASession {
  return Object.assign(new ASession({ show: { rev: 1 }, forecast: {} }), change)
}

describe('orders', () => {
  it('can be given while all is well', () => {
    expect([blocked(after({})), offWord(after({}))]).toEqual([undefined, false])
  })

  it.each([
    ['no beat came for 3 s', { canOrder: false, ageMs: 3_400 }, 'last heard 0:03 ago'],
    ['nothing has come yet', { canOrder: false, freshAt: undefined }, 'Connecting…'],
    ['it has just woken', { canOrder: false, standing: 'stale' }, 'just woken, checking'],
    ['it was turned away', { canOrder: false, standing: 'stopped' }, 'stopped'],
  ] as const)('read NO LINK where %s, and say so', (_why, change, why) => {
    expect(blocked(after(change))).toEqual({ word: 'NO LINK', why })
  })

  it('read READ ONLY on a damaged log, whatever else is wrong', () => {
    const session = after({ damaged: { what: '' }, notSaving: true, canOrder: false })

    expect(offWord(session)).toBe('READ ONLY')
  })
})
