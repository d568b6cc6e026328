/** The caller's screen, as somebody at the keyboard and with a thumb meets it. */

import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeSession } from '../stage/fake-session.svelte'
import { pressed, sessionAt } from '../stage/seats'
import Caller from './Screen.svelte'

let session: FakeSession

function open(state = 'live', role?: 'owner' | 'stage_manager', follow = false) {
  session = sessionAt('caller', state, role)
  return render(Caller, { session, follow })
}

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => vi.useRealTimers())

const hand = () => userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })

describe("the caller's screen", () => {
  it('sends the next look with Space', async () => {
    open()
    await hand().keyboard(' ')

    expect(pressed(session)).toEqual(['go'])
  })

  it('sends one look while Space is held down', async () => {
    open()
    await hand().keyboard('{ >5/}')

    expect(pressed(session)).toEqual(['go'])
  })

  it('sends the next one only after the key came up and the button is armed again', async () => {
    open()
    const user = hand()
    await user.keyboard(' ')
    await vi.advanceTimersByTimeAsync(800)
    await user.keyboard(' ')

    expect(pressed(session)).toEqual(['go', 'go'])
  })

  it('keeps its keys to itself while somebody writes a message', async () => {
    open()
    const user = hand()
    await user.keyboard('m')
    await user.type(screen.getByRole('textbox'), 'hush s u h ')

    expect(pressed(session)).toEqual([])
  })

  it('says GO ANYWAY where the next look is not ready', () => {
    open('unready')

    expect(screen.getByRole('button', { name: /GO ANYWAY/ })).toBeDefined()
  })

  it('names each row and each command as the page contract wants it', () => {
    const { container } = open()
    const row = container.querySelector('.rows [data-look="l17"]')

    expect(row?.getAttribute('data-status')).toBe('dressing')
  })

  it('lets an assistant press nothing', async () => {
    open('live', undefined, true)
    await hand().keyboard(' hsu1')

    expect(pressed(session)).toEqual([])
  })

  it('waits with START until all three have released', async () => {
    open('lined_up')
    await hand().click(screen.getByRole('button', { name: /NOT YET/ }))

    expect(pressed(session)).toEqual([])
  })

  it('lets the producer start over an amber light, with a reason', async () => {
    open('lined_up', 'owner')
    await hand().click(screen.getByRole('button', { name: /START ANYWAY/ }))

    expect(session.diary[0]).toMatchObject({
      command: { type: 'start_show' },
      options: { override: 'go anyway' },
    })
  })
})

it.each(['stopped', 'hold'])('keeps NO LINK in sight above whatever opens: %s', async (state) => {
  const { container } = open(state)
  session.stand('stale')
  flushSync()
  if (state === 'hold') await hand().keyboard('m')
  const cover =
    state === 'hold' ? screen.getByRole('dialog') : screen.getByRole('heading', { name: /STOP/ })
  const [bands, below] = ['.bands', '.below'].map((one) => container.querySelector(one))

  expect([below?.contains(cover), below?.contains(bands ?? null)]).toEqual([true, false])
  expect(bands?.textContent).toContain('NO LINK')
})
