/** The band: silent while live, louder as the picture ages, and honest when the link is back. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import type { Standing } from '../lib/session.svelte'
import { ASession, NOW } from './a-session.svelte'
import Band from './Band.svelte'

function show(standing: Standing, ageMs: number): ASession {
  const session = new ASession({ show: { rev: 1 }, forecast: {} })
  session.standing = standing
  session.ageMs = ageMs
  render(Band, { session })
  return session
}
const said = () => screen.getByRole('status').textContent.replace(/\s+/g, ' ').trim()

describe('the band', () => {
  it('says nothing while live', () => {
    show('live', 900)

    expect(said()).toBe('')
  })

  it('says from 4 s that taps are kept', () => {
    show('delayed', 5_000)

    expect(said()).toBe('Reconnecting… your taps are kept')
  })

  it('says from 10 s that there is no link, and how old the picture is', () => {
    show('stale', 74_500)

    expect(said()).toBe('NO LINK This is 1:14 old. Show the last plan')
  })

  it('says right after waking that nothing is proved yet', () => {
    show('stale', 2_000)

    expect(said()).toBe('CHECKING Just woken: this is 0:02 old.')
  })

  it('tells a picture that lags behind its line from a line that is gone', () => {
    const session = show('stale', 14_000)
    session.behind = true
    flushSync()

    expect(said()).toBe('CATCHING UP The link is there, this is 0:14 old.')
  })

  it('counts the taps that wait', () => {
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    session.standing = 'stale'
    session.pending.put({
      ...{ id: 'a', key: 'k', pressedAt: 0, state: 'saved-here', quiet: false },
      command: { type: 'mark_look', look: 'l1', status: 'dressed' },
    })
    render(Band, { session })

    expect(said()).toContain('1 tap waiting')
  })

  it('offers no plan before a minute', () => {
    show('stale', 59_000)

    expect(screen.queryByRole('button')).toBeNull()
  })

  it('shows the last plan after a minute, with the times of day it had, and leads back', async () => {
    const session = show('stale', 61_000)
    session.mirror.apply({
      from: 2,
      to: 2,
      patch: {
        show: { order: ['l1'] },
        looks: { l1: { id: 'l1', number: '14', status: 'assigned', rev: 1 } },
        forecast: { looks: { l1: { exit_at: NOW + 60_000 } } },
      },
    })
    await fireEvent.click(screen.getByRole('button', { name: 'Show the last plan' }))
    const plan = await screen.findByRole('dialog', { name: 'Last plan' })

    expect(plan.textContent).toMatch(/OLD.*as it was at .* 1:01 ago\. Read only\..*L14.*\d\d:\d\d/s)
    await fireEvent.click(screen.getByRole('button', { name: 'Back to my screen' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it.each([
    [{ sent: 3, refused: 1 }, 'Back. 3 marks sent, 1 needs a look.'],
    [{ sent: 1, refused: 0 }, 'Back. 1 mark sent.'],
    [{ sent: 0, refused: 2 }, 'Back. 2 need a look.'],
    [{ sent: 0, refused: 0 }, 'Back.'],
  ])('says what became of the taps when the link is back: %o', (back, words) => {
    const session = show('live', 200)
    session.back = back
    flushSync()

    expect(said()).toBe(words)
  })

  it.each([
    ['caller', 'NOT SAVING GO does nothing now. Call by voice, tell the producer.'],
    ['dresser', 'NOT SAVING Keep going: your taps wait on this phone.'],
  ] as const)('says to a %s what it means that the server can not save', (role, words) => {
    const session = show('live', 200)
    session.me = { ...session.me, role }
    session.notSaving = true
    flushSync()

    expect(said()).toBe(words)
  })

  it('says that a damaged log can only be read, and where it is damaged', () => {
    const session = show('live', 200)
    session.damaged = { seq: 412, what: 'its hash' }
    flushSync()

    expect(said()).toBe(
      'READ ONLY The log is damaged at entry 412. Go on from paper, tell the producer.',
    )
  })

  it('says both, where there is no link and nothing was saved', () => {
    const session = show('stale', 14_000)
    session.notSaving = true
    flushSync()

    expect(said()).toMatch(/^NOT SAVING .* NO LINK /)
  })

  it('offers a newer page, and only while there is a link to fetch it', () => {
    const session = show('live', 200)
    session.newerPage = true
    flushSync()
    expect(screen.getByRole('button', { name: 'RELOAD' }).textContent).toContain('RELOAD')

    session.standing = 'stale'
    flushSync()

    expect(screen.queryByRole('button', { name: 'RELOAD' })).toBeNull()
  })
})
