/** The starter's screen under a thumb. */

import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { pressed, sessionAt } from '../stage/seats'
import Starter from './Screen.svelte'

afterEach(() => vi.useRealTimers())

it('records with two taps that someone else went', async () => {
  const session = sessionAt('starter')
  render(Starter, { session })
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'SOMEONE ELSE WENT' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: /L15/ }))

  expect(session.diary[0]?.command).toEqual({
    type: 'someone_else_went',
    look: 'l15',
    instead_of: 'l14',
  })
})

it('skips only when it was said twice', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const session = sessionAt('starter')
  render(Starter, { session })
  const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
  await user.click(screen.getByRole('button', { name: /L14 Ada K. IN LINE/ }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'SKIP' }))
  const before = pressed(session)
  vi.advanceTimersByTime(400) // a button is deaf while it comes up under the finger
  await user.click(screen.getByRole('button', { name: 'SKIP L14' }))

  expect([before, pressed(session)]).toEqual([[], ['skip_look']])
})

it('takes a model off the runway with one tap', async () => {
  const session = sessionAt('starter')
  render(Starter, { session })
  await userEvent.setup().click(screen.getAllByRole('button', { name: 'OFF' })[0] as HTMLElement)

  expect(session.diary[0]?.command).toEqual({ type: 'look_off', look: 'l12' })
})

it('gives no GO while exits are on hold', () => {
  const session = sessionAt('starter', 'hold')
  render(Starter, { session })

  expect(screen.queryByRole('button', { name: /^GO/ })).toBeNull()
})

it('says above GO that history was restored, until that was seen', async () => {
  const session = sessionAt('starter', 'restored')
  render(Starter, { session })
  const alarm = document.querySelector('[data-alarm]') as HTMLElement
  const said = alarm.textContent
  const above = alarm.compareDocumentPosition(screen.getByRole('button', { name: /^GO/ }))
  await userEvent.setup().click(screen.getByRole('button', { name: 'SEEN' }))

  expect(said).toContain('ask the caller which looks have gone')
  expect(above & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  expect(session.diary[0]?.command).toEqual({ type: 'acknowledge', subject: 'n9' })
})

it('keeps NO LINK in sight above STOP', () => {
  const session = sessionAt('starter', 'stopped')
  session.stand('stale')
  const { container } = render(Starter, { session })
  const [bands, below] = ['.bands', '.below'].map((one) => container.querySelector(one))

  expect(below?.contains(screen.getByRole('heading', { name: /STOP/ }))).toBe(true)
  expect([below?.contains(bands ?? null), bands?.textContent]).toEqual([
    false,
    expect.stringContaining('NO LINK'),
  ])
})
