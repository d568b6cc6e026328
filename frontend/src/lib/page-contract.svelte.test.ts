/** What outside tools read from the page is what is painted. */

import { flushSync } from 'svelte'
import { afterEach, describe, expect, it } from 'vitest'
import { ASession } from '../parts/a-session.svelte'
import { keepContract } from './page-contract.svelte'

let stop = () => {}
afterEach(() => stop())

describe('the page', () => {
  it('says how it stands, at which entry, how old, and how many presses wait', () => {
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    stop = $effect.root(() => keepContract(session))
    flushSync()
    const first = JSON.parse(JSON.stringify(document.documentElement.dataset)) as object

    session.standing = 'stale'
    session.ageMs = 12_345.6
    session.mirror.apply({ from: 2, to: 2, patch: {} })
    session.pending.put({
      ...{ id: 'a', key: 'k', pressedAt: 0, state: 'saved-here', quiet: false },
      command: { type: 'mark_look', look: 'l1', status: 'dressed' },
    })
    flushSync()

    expect(first).toMatchObject({ standby: 'live', epoch: 'e1', seq: '1', pending: '0' })
    expect(document.documentElement.dataset).toMatchObject({
      standby: 'stale',
      seq: '2',
      ageMs: '12346',
      pending: '1',
    })
  })
})
