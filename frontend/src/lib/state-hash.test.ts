// @vitest-environment node
/** The hash, against vectors made by another program. */

import { describe, expect, it } from 'vitest'
import type { State } from '../wire/state'
import { crc32, stateHash } from './state-hash'

describe('the hash of a state', () => {
  it('is made of the usual CRC-32', () => {
    expect(crc32('123456789').toString(16)).toBe('cbf43926')
  })

  it('is the sum that the server makes, over the entities alone', () => {
    const state = {
      show: { title: 'SS27', rev: 9 },
      forecast: {},
      looks: { l1: { id: 'l1', rev: 1 }, l2: { id: 'l2', rev: 77 } },
      items: { ä: { id: 'ä', rev: 3 } },
    } as unknown as State

    expect(stateHash(state)).toBe(VECTOR)
  })

  it('of nothing is eight noughts', () => {
    expect(stateHash({} as State)).toBe('00000000')
  })
})

// python: '%08x' % (sum(zlib.crc32(t.encode()) for t in ('looks/l1:1', 'looks/l2:77', 'items/ä:3')) % 2**32)
const VECTOR = 'f8a5fab6'
