/** A screen that the server has turned away says why, what to do, and what was not sent. */

import { render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import TurnedAway from './TurnedAway.svelte'

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it.each([
  [4401, 'not known here any more', 'Join'],
  [4403, 'pass was withdrawn', 'Join'],
  [4404, 'no such show', 'Join'],
  [4426, 'older than the server', 'Reload'],
])('after %i says why, and offers one way on', (code, why, way) => {
  render(TurnedAway, { code })

  expect(screen.getByRole('alert').textContent).toContain(why)
  expect(screen.getAllByRole('link').map((one) => one.textContent)).toEqual([way])
})

it('says how many taps were not sent', () => {
  render(TurnedAway, { code: 4403, waiting: 3 })

  expect(screen.getByRole('alert').textContent).toContain('3 taps have not been sent.')
})

it('on a wall reloads an old page by itself, and not in a loop', () => {
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  const first = render(TurnedAway, { code: 4426, wall: true })
  vi.advanceTimersByTime(3_000)
  first.unmount()
  expect(reload).toHaveBeenCalledOnce()

  render(TurnedAway, { code: 4426, wall: true })
  vi.advanceTimersByTime(59_000)

  expect(reload).toHaveBeenCalledOnce()
})

it('on a wall reloads nothing where its pass was withdrawn', () => {
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  render(TurnedAway, { code: 4403, wall: true })
  vi.advanceTimersByTime(120_000)

  expect(reload).not.toHaveBeenCalled()
})
