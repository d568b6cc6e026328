/** GO: sends what is next, once; every press that does not count is seen not to count. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ASession } from './a-session.svelte'
import { GoTrigger, REARM_MS } from './go-trigger.svelte'
import GoButton from './GoButton.svelte'

let session: ASession
let warning: string | undefined
let trigger: GoTrigger

beforeEach(() => {
  vi.useFakeTimers()
  warning = undefined
  session = new ASession({ show: { rev: 1, caller: 'p1' }, forecast: { next: 'l14' } })
  trigger = new GoTrigger(session, () => warning)
})
afterEach(() => {
  vi.useRealTimers()
})

function show(): HTMLElement {
  render(GoButton, { trigger, number: 'L14', name: 'Ada K.', holder: 'Bo' })
  return screen.getByRole('button')
}
const key = (code: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { code, cancelable: true, ...more })
const sent = () => session.diary.map(({ command }) => command)

describe('GO', () => {
  it('sends the next look, and says that it was the next', async () => {
    await fireEvent.click(show())

    expect(session.diary).toEqual([
      { command: { type: 'go', look: 'l14' }, options: { expect: { next: 'l14' }, quiet: true } },
    ])
  })

  it('fills, then re-arms for 700 ms, then is armed', async () => {
    const button = show()
    const course: (string | undefined)[] = [button.dataset['go']]
    await fireEvent.click(button)
    course.push(button.dataset['go'])
    for (const ms of [200, 499, 1]) {
      vi.advanceTimersByTime(ms)
      flushSync()
      course.push(button.dataset['go'])
    }

    expect(course).toEqual(['armed', 'fired', 'rearming', 'rearming', 'armed'])
  })

  it('pressed too soon sends nothing and says so', async () => {
    const button = show()
    await fireEvent.click(button)
    vi.advanceTimersByTime(650)
    await fireEvent.click(button)

    expect(sent()).toHaveLength(1)
    expect(screen.getByRole('status').textContent).toBe('too soon')
  })

  it('against a warning is GO ANYWAY, still one press, and the warning goes with it', async () => {
    warning = 'L14 is still dressing'
    const button = show()
    expect(button.textContent).toContain('GO ANYWAY')

    await fireEvent.click(button)

    expect(session.diary[0]?.options.override).toBe('L14 is still dressing')
  })

  it('without a link reads NO LINK and sends nothing', async () => {
    session.canOrder = false
    session.ageMs = 5_400
    const button = show()

    await fireEvent.click(button)

    expect(button.textContent).toMatch(/NO LINK.*last heard 0:05 ago/s)
    expect(sent()).toEqual([])
  })

  it('says who has control where it is not me, and sends nothing', async () => {
    session.mirror.apply({ from: 2, to: 2, patch: { show: { caller: 'p2' } } })
    const button = show()

    await fireEvent.click(button)

    expect(button.textContent).toContain('Bo has control')
    expect(sent()).toEqual([])
  })

  it('with nothing to send sends nothing', async () => {
    session.mirror.apply({ from: 2, to: 2, patch: { forecast: { next: null } } })

    await fireEvent.click(show())

    expect(sent()).toEqual([])
  })

  it('by key needs the key up before the next, however long it takes', () => {
    trigger.keydown(key('Space'))
    vi.advanceTimersByTime(2_000)
    trigger.keydown(key('Space'))
    trigger.keydown(key('Space', { repeat: true }))
    expect(sent()).toHaveLength(1)

    trigger.keyup(new KeyboardEvent('keyup', { code: 'Space' }))
    trigger.keydown(key('Space'))

    expect(sent()).toHaveLength(2)
  })

  it('by two ways at once is one GO', async () => {
    trigger.keydown(key('Space'))
    await fireEvent.click(show())

    expect(sent()).toHaveLength(1)
  })

  it.each([
    ['the log can not be written', { notSaving: true }, /NOT SAVING.*call by voice/s],
    ['the log is damaged', { damaged: { what: 'entry 412' } }, /READ ONLY.*call by voice/s],
    ['the device has just woken', { canOrder: false, standing: 'stale' }, /NO LINK.*just woken/s],
    ['the picture lags', { canOrder: false, behind: true }, /NO LINK.*catching up/s],
  ] as const)('while %s sends nothing and says why', async (_why, how, said) => {
    Object.assign(session, how)
    const button = show()

    await fireEvent.click(button)

    expect(button.textContent).toMatch(said)
    expect(sent()).toEqual([])
  })

  it('that came too late says so where it was pressed, until the next press', async () => {
    session.answer = { outcome: 'reject', code: 'stale_order', detail: 'Too far behind.' } as object
    show()
    await trigger.press()
    flushSync()
    expect(screen.getByRole('status').textContent).toBe('Too far behind.')

    session.answer = {}
    vi.advanceTimersByTime(REARM_MS)
    await trigger.press()
    flushSync()

    expect(screen.getByRole('status').textContent).toBe('')
  })

  it('that was refused shakes', async () => {
    session.answer = { outcome: 'reject', code: 'held', detail: 'On hold.' } as object
    show()
    await trigger.press()
    await Promise.resolve()

    expect(trigger.slipped).toBe(true)
  })
})
