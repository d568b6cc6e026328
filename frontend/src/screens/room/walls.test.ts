/** What a wall says when its picture is old, and whom it names. */

import { render, screen } from '@testing-library/svelte'
import { beforeEach, expect, it, vi } from 'vitest'
import Backstage from '../backstage/Screen.svelte'
import TvBand from '../board/TvBand.svelte'
import { sessionAt } from '../stage/seats'
import Foot from './Foot.svelte'
import Room from './Screen.svelte'

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  localStorage.clear()
})

const tidy = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim()

it.each(['room', 'backstage'] as const)(
  'after a minute the %s shows the last plan, by the time of day and marked OLD',
  (name) => {
    const session = sessionAt(name, 'old')
    const { container } = render(name === 'room' ? Room : Backstage, { session, tv: 55, d: 8 })

    expect(tidy(container)).toMatch(/NO LINK SINCE \d\d:\d\d:\d\d – ASK THE CALLER/)
    expect(tidy(container)).toMatch(/LAST PLAN as it was at .*L17.*\d\d:\d\d.*OLD/)
    expect(container.querySelector('[data-chip]')).toBeNull()
  },
)

it.each(['room', 'backstage'] as const)('before that the %s keeps its statuses', (name) => {
  const session = sessionAt(name, 'stale')
  const { container } = render(name === 'room' ? Room : Backstage, { session, tv: 55, d: 8 })

  expect(tidy(container)).not.toContain('LAST PLAN')
  expect(container.querySelectorAll('[data-look] [data-chip]').length).toBeGreaterThan(3)
})

it('a board under a band has one row less, so that none is cut', () => {
  const rows = (state: string) => {
    const session = sessionAt('backstage', state)
    const { container } = render(Backstage, { session, tv: 55, d: 8 })
    return container.querySelectorAll('li').length
  }

  expect(rows('stale')).toBe(rows('live') - 1)
})

it('names whoever of the room has not acknowledged, by who they are and not by their label', () => {
  const session = sessionAt('room')
  session.patch({ passes: { 'p-c2': { label: 'Red phone' } } })
  render(Foot, { session, room: 'B' })

  expect(screen.getByText('Tom, Lou').textContent).toBe('Tom, Lou')
})

it.each([
  ['delayed', 'DATA 0:07 OLD'],
  ['stale', /^NO LINK SINCE \d\d:\d\d:\d\d – ASK THE CALLER$/],
  ['woken', /^NO LINK SINCE \d\d:\d\d:\d\d – ASK THE CALLER$/],
  ['not-saving', 'NOT SAVING – ASK THE CALLER'],
  ['damaged', 'READ ONLY – ASK THE CALLER'],
  ['live', ''],
])('says while %s: %s', (state, said) => {
  const { container } = render(TvBand, { session: sessionAt('room', state) })

  expect(tidy(container)).toMatch(typeof said === 'string' ? new RegExp(`^${said}$`) : said)
})
