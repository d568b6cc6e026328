/** The caller reads who is with us, who has not seen a change, and that the call was taken. */

import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { NOON } from '../stage/cast'
import type { FakeSession } from '../stage/fake-session.svelte'
import { sessionAt } from '../stage/seats'
import { CallerDesk } from './desk.svelte'
import Foot from './Foot.svelte'
import Laggards from './Laggards.svelte'
import Lease from './Lease.svelte'
import LostCall from './LostCall.svelte'
import { problems } from './problems'
import ScreensSheet from './ScreensSheet.svelte'
import ToldMe from './ToldMe.svelte'

const tidy = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()

function nudged(session: FakeSession, more: object): void {
  const nudge = {
    ...{ id: 'n8', kind: 'nudge', to: ['crew:c2'], subject: 'n1', acks: {}, rev: 1 },
    ...{ sent_at: NOON - 9_000, sent_by: 'p-ana', sent_role: 'caller' },
    ...more,
  }
  session.patch({ messages: { n8: nudge } })
}

describe('whoever has not acknowledged', () => {
  it('is named, those first on whose screens it is not', () => {
    const session = sessionAt('caller')
    const { container } = render(Laggards, { session, desk: new CallerDesk(session) })

    expect(tidy(container)).toMatch(/3 have not acknowledged rev 12:.*Max, Tom · .*Lou/)
  })

  it('is nudged by one press, each once, about that very change', async () => {
    const session = sessionAt('caller')
    render(Laggards, { session, desk: new CallerDesk(session) })
    await fireEvent.click(screen.getByRole('button', { name: 'NUDGE 3' }))

    expect(session.diary.map((one) => one.command)).toEqual(
      ['pass:p-starter', 'crew:c2', 'crew:c3'].map((to) => ({ type: 'nudge', to, subject: 'n1' })),
    )
  })

  it('is not nudged again while the last nudge runs', () => {
    const session = sessionAt('caller')
    nudged(session, { to: ['crew:c2'] })
    render(Laggards, { session, desk: new CallerDesk(session) })

    expect(screen.getByRole('button', { name: 'NUDGE 2' }).textContent).toContain('NUDGE 2')
  })

  it.each([
    [{}, 'nudged 0:09 ago'],
    [{ acks: { 'p-c2': NOON - 2_000 } }, /answered the nudge \d\d:\d\d:\d\d/],
    [{ passed_on_at: NOON - 1_000 }, /no answer, passed on \d\d:\d\d:\d\d/],
  ])('shows what became of the nudge: %o', (how, said) => {
    const session = sessionAt('caller')
    nudged(session, how)
    render(ScreensSheet, { session, desk: new CallerDesk(session) })

    expect(screen.getByText(said).textContent).toBeTruthy()
  })
})

describe('the screens', () => {
  it('are listed the worst first, with when each was last seen and what it can not do', () => {
    const session = sessionAt('caller')
    render(ScreensSheet, { session, desk: new CallerDesk(session) })
    const list = screen.getAllByRole('list').at(-1)
    const lines = within(list as HTMLElement)
      .getAllByRole('listitem')
      .map(tidy)

    expect(lines[0]).toMatch(
      /^Tom Adler Dresser Android, may fall asleep.* STALE last seen .* 0:41 ago$/,
    )
    expect(lines.map((one) => /STALE|GONE|DELAYED|LIVE/.exec(one)?.[0])).toEqual([
      'STALE',
      'GONE',
      'DELAYED',
      ...Array.from({ length: 6 }, () => 'LIVE'),
    ])
  })

  it('are counted at the link, and those that do not follow are named at the foot', () => {
    const session = sessionAt('caller')
    const desk = new CallerDesk(session)
    const { container } = render(Lease, { session, desk })
    const { container: foot } = render(Foot, { session, desk })

    expect(tidy(container)).toContain('LINK 6/9')
    expect(tidy(foot)).toContain('No link: Tom Adler, Lou Marchetti')
  })

  it('of one whose other device is here are not missed', () => {
    const session = sessionAt('caller')
    const here = session.screens.find((one) => one.pass === 'p-c1')
    if (!here) throw new Error('Pia has left the stage')
    session.screens = [here, { ...here, client: 'old', standing: 'gone' }]
    const { container } = render(Lease, { session, desk: new CallerDesk(session) })

    expect(tidy(container)).toContain('LINK 1/1')
  })
})

describe('the call', () => {
  it('that somebody takes stays said until it is read', async () => {
    const session = sessionAt('caller')
    render(LostCall, { session })
    expect(screen.queryByRole('alert')).toBeNull()

    session.patch({ show: { caller: 'p-sm', caller_since: NOON } })
    flushSync()
    expect(tidy(screen.getByRole('alert'))).toMatch(/^Jules HAS TAKEN THE CALL \d\d:\d\d:\d\d\./)
    await fireEvent.click(screen.getByRole('button', { name: 'GOT IT' }))

    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that was never mine is not said to be lost', () => {
    const session = sessionAt('caller', 'other')
    render(LostCall, { session })

    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that comes back takes the banner away, and a second loss brings it again', () => {
    const session = sessionAt('caller')
    render(LostCall, { session })
    for (const caller of ['p-sm', 'p-ana', 'p-sm']) {
      session.patch({ show: { caller } })
      flushSync()
    }

    expect(screen.getByRole('alert').textContent).toContain('HAS TAKEN THE CALL')
  })
})

describe('an alarm', () => {
  it('that history was restored comes before all else, and is said SEEN to', async () => {
    const session = sessionAt('caller', 'restored')
    render(ToldMe, { session })
    expect(tidy(screen.getByRole('alert'))).toContain('HISTORY WAS RESTORED from an older copy.')

    await fireEvent.click(screen.getByRole('button', { name: /^SEEN/ }))

    expect(session.diary.map((one) => one.command)).toEqual([
      { type: 'acknowledge', subject: 'n9' },
    ])
  })
})

describe('READY and PROBLEM that disagree', () => {
  it('are asked about in one line: who saw which, how long ago, and when', () => {
    const session = sessionAt('caller', 'clash')
    const card = problems(session.mirror.state, NOON).find((one) => one.tone === 'question')

    expect(card?.text).toBe('L17: READY Pia 1:07 ago, PROBLEM Tom 0:31 ago')
    expect(card?.ways.map((one) => one.label)).toEqual([
      expect.stringMatching(/^KEEP READY \d\d:\d\d$/),
      expect.stringMatching(/^KEEP PROBLEM \d\d:\d\d$/),
    ])
  })
})
