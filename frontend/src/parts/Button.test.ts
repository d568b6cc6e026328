/** Buttons for gloves: on release, inside, once; held ones cannot be hit by accident. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet, flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Button from './Button.svelte'
import HoldButton from './HoldButton.svelte'
import type { PressState } from './press'

const text = (word: string) => createRawSnippet(() => ({ render: () => `<span>${word}</span>` }))

let pressed: number
beforeEach(() => {
  vi.useFakeTimers()
  pressed = 0
})
afterEach(() => {
  vi.useRealTimers()
})
const onpress = () => (pressed += 1)

describe('a button', () => {
  const show = (more: { press?: PressState; off?: boolean } = {}) =>
    render(Button, { command: 'mark_look', onpress, children: text('READY'), ...more })
  const button = () => screen.getByRole('button')

  it('does nothing while the finger is down, and acts on release', async () => {
    show()
    await fireEvent.pointerDown(button())
    expect(pressed).toBe(0)

    await fireEvent.click(button())

    expect(pressed).toBe(1)
  })

  it('is deaf to a second touch within 350 ms, and hears the next', async () => {
    show()
    await fireEvent.click(button())
    vi.advanceTimersByTime(340)
    await fireEvent.click(button())
    vi.advanceTimersByTime(360)
    await fireEvent.click(button())

    expect(pressed).toBe(2)
  })

  it('that comes up under a finger since the last press is deaf to that finger', async () => {
    show()
    await fireEvent.click(button())
    const { container } = render(Button, { onpress, children: text('UNDO') })
    const late = container.querySelector('button')
    if (!late) throw new Error('no button')
    vi.advanceTimersByTime(100)

    late.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'touch' }))
    vi.advanceTimersByTime(400)
    late.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'touch' }))

    expect(pressed).toBe(2)
  })

  it('takes a key that is kept down for one press', () => {
    show()
    const repeated = new KeyboardEvent('keydown', {
      key: 'Enter',
      repeat: true,
      bubbles: true,
      cancelable: true,
    })
    button().dispatchEvent(repeated)

    expect(repeated.defaultPrevented).toBe(true)
  })

  it('that is off is not pressed', async () => {
    show({ off: true })

    await fireEvent.click(button())

    expect(pressed).toBe(0)
  })

  it('names its command to tools, and its state to eyes and ears', () => {
    show({ press: 'saved-here' })

    expect(button().dataset).toMatchObject({ command: 'mark_look', press: 'saved-here' })
    expect(button().textContent).toContain('saved on this phone')
  })
})

describe('a button that must be held', () => {
  const show = () =>
    render(HoldButton, {
      command: 'end_show',
      consequence: 'The clock stops.',
      onpress,
      children: text('END'),
    })
  const button = () => screen.getByRole('button', { name: 'END' })

  it('acts after 1.2 s', async () => {
    show()
    await fireEvent.pointerDown(button(), { button: 0 })
    vi.advanceTimersByTime(1_199)
    expect(pressed).toBe(0)

    vi.advanceTimersByTime(1)

    expect(pressed).toBe(1)
  })

  it('does nothing when the finger slides off', async () => {
    show()
    await fireEvent.pointerDown(button(), { button: 0 })
    vi.advanceTimersByTime(900)
    await fireEvent.pointerLeave(button())
    vi.advanceTimersByTime(5_000)

    expect(pressed).toBe(0)
  })

  it('asks in words when it is only touched, or pressed by a key, and acts on yes', async () => {
    show()
    await fireEvent.click(button())
    expect([pressed, screen.getByText('The clock stops.').textContent]).toEqual([
      0,
      'The clock stops.',
    ])

    await fireEvent.click(screen.getByRole('button', { name: 'Yes' }))

    expect(pressed).toBe(1)
  })

  it('asks no more after ten seconds', async () => {
    show()
    await fireEvent.click(button())
    vi.advanceTimersByTime(10_000)
    flushSync()

    expect(screen.queryByText('The clock stops.')).toBeNull()
    expect(pressed).toBe(0)
  })

  it('does not ask after it has acted', async () => {
    show()
    await fireEvent.pointerDown(button(), { button: 0 })
    vi.advanceTimersByTime(1_200)
    await fireEvent.click(button())

    expect(screen.queryByText('The clock stops.')).toBeNull()
    expect(pressed).toBe(1)
  })
})
