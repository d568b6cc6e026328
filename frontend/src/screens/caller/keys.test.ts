/** The caller's keys, without a screen. */

import { describe, expect, it } from 'vitest'
import { belongsToField, keyAction, KeyGuard } from './keys'

describe('the keys of the caller', () => {
  it.each([
    [' ', 'go'],
    ['PageDown', 'go'],
    ['PageUp', 'back'],
    ['h', 'hold'],
    ['H', 'hold'],
    ['Escape', 'hold'],
    ['Enter', 'set_next'],
    ['s', 'skip'],
    ['m', 'message'],
    ['n', 'nudge'],
    ['u', 'undo'],
    ['?', 'help'],
  ])('%s asks for %s', (key, kind) => {
    expect(keyAction({ key })).toMatchObject({ kind })
  })

  it('go back with Shift and Space, where Space alone is GO', () => {
    expect(keyAction({ key: ' ', shiftKey: true })).toEqual({ kind: 'back' })
  })

  it('accept the proposal with their number', () => {
    expect(keyAction({ key: '4' })).toEqual({ kind: 'accept', option: 4 })
  })

  it('do nothing while they repeat by themselves, so that a key left down is one GO', () => {
    const repeated = ['Escape', ' ', 'u', '1'].map((key) => keyAction({ key, repeat: true }))

    expect(repeated).toEqual([undefined, undefined, undefined, undefined])
  })

  it('still walk through the list while they repeat', () => {
    expect(keyAction({ key: 'ArrowDown', repeat: true })).toEqual({ kind: 'select', by: 1 })
  })

  it('leave the browser its own with Ctrl, Alt and Meta', () => {
    const chords = [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]

    expect(chords.map((chord) => keyAction({ key: 's', ...chord }))).toEqual(
      Array(3).fill(undefined),
    )
  })

  it('belong to a text field that has the focus, and not to a button', () => {
    const [input, button] = [document.createElement('input'), document.createElement('button')]

    expect([input, button].map(belongsToField)).toEqual([true, false])
  })
})

describe('a key guard', () => {
  it('lets a key count once until it has come up', () => {
    const guard = new KeyGuard()
    const counted = [guard.down(' '), guard.down(' ')]
    guard.up(' ')

    expect([...counted, guard.down(' ')]).toEqual([true, false, true])
  })

  it('forgets what was down when the page loses the keyboard', () => {
    const guard = new KeyGuard()
    guard.down(' ')
    guard.forget()

    expect(guard.down(' ')).toBe(true)
  })
})
