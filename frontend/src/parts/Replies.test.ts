/** What the server said to presses stands in words: where it was pressed, or at the foot of the screen. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Press } from '../lib/pending.svelte'
import { ASession, NOW } from './a-session.svelte'
import { claim } from './claims.svelte'
import Replies from './Replies.svelte'

const LOOK = { id: 'l1', number: '17', status: 'dressing', rev: 1, status_at: NOW }

let session: ASession
beforeEach(() => {
  session = new ASession({
    show: { rev: 1, order: ['l1'] },
    looks: { l1: LOOK },
    passes: { p2: { id: 'p2', role: 'dresser', label: 'Tom Adler', rev: 1, created_at: 0 } },
    forecast: {},
  })
})

function pressed(more: Partial<Press>): void {
  session.pending.put({
    ...{ id: 'a', key: 'mark_look/l1', pressedAt: 0, quiet: false, state: 'acked' },
    command: { type: 'mark_look', look: 'l1', status: 'dressed' },
    ...more,
  })
}
const refused = { state: 'rejected', words: 'Look 17 is cut.', code: 'invalid_transition' } as const

describe('a refusal', () => {
  it('says why, until it is closed', async () => {
    pressed(refused)
    render(Replies, { session })
    expect(screen.getByRole('alert').textContent).toContain('Look 17 is cut.')

    await fireEvent.click(screen.getByRole('button', { name: 'Close' }))

    expect(screen.getByRole('alert').textContent.trim()).toBe('')
  })

  it('that is said where it was pressed is not said twice', () => {
    pressed(refused)
    const end = claim((key) => key === 'mark_look/l1')
    const { container } = render(Replies, { session })
    const { container: row } = render(Replies, { session, of: ['mark_look/l1'] })
    expect([container.textContent.trim(), row.textContent.includes('is cut')]).toEqual(['', true])

    end() // the row is gone, for instance because the list has moved on
    flushSync()

    expect(container.textContent).toContain('is cut')
  })

  it('that the screen says itself is left to it', () => {
    pressed({ ...refused, quiet: true })
    render(Replies, { session })

    expect(screen.getByRole('alert').textContent.trim()).toBe('')
  })
})

describe('a mark that came late', () => {
  it('says in one line what stands, who said that and when', async () => {
    const help = { id: 'h1', look: 'l1', kind: 'zip_sew', status: 'open', rev: 1 }
    const raised = { ...help, raised_at: NOW, raised_by: 'p2' }
    session.mirror.apply({ from: 2, to: 2, patch: { help: { h1: raised } } })
    pressed({ superseded: true })
    render(Replies, { session })

    const line = await screen.findByText(/^L17 stays PROBLEM \(Tom \d\d:\d\d\): that is newer\./)
    expect(line.textContent).toContain('Yours is kept in the log.')
  })

  it('that was simply taken says nothing', () => {
    pressed({})
    render(Replies, { session })

    expect(screen.getByRole('alert').textContent.trim()).toBe('')
  })
})
