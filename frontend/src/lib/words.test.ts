// @vitest-environment node
/** How times, margins and names are written, and how long a status word may be. */

import { describe, expect, it } from 'vitest'
import { age, duration, elapsed, lookNumber, shortName, signed, words } from './words'

describe('what screens say', () => {
  it.each([
    [200_000, '3:20'],
    [60_000, '1:00'],
    [59_400, ':59'],
    [45_000, ':45'],
    [8_000, ':08'],
    [0, ':00'],
    [-400, ':00'],
    [-20_000, '+0:20'],
    [-83_000, '+1:23'],
    [3_723_000, '1:02:03'],
    [86_400_000, '24 h'],
    [259_199_000, '71 h'],
    [274_965_000, '3 d'],
  ])('%i ms to go are %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })

  it.each([
    [65_000, '+1:05'],
    [-20_000, '\u22120:20'],
    [0, '+0:00'],
  ])('a margin of %i ms carries its sign: %s', (ms, text) => {
    expect(signed(ms)).toBe(text)
  })

  it.each([
    [401_000, '06:41'],
    [4_001_000, '1:06:41'],
    [-5_000, '00:00'],
  ])('a clock that runs since %i ms shows %s', (ms, text) => {
    expect(elapsed(ms)).toBe(text)
  })

  it.each([
    ['Jojo Rasmussen', 'Jojo R.'],
    ['Jojo R.', 'Jojo R.'],
    ['  Mei ', 'Mei'],
    ['Alexandra-Maria van der Éluard', 'Alexandra-Maria É.'],
    ['Bo 11', 'Bo 11'],
    ['', ''],
    [undefined, ''],
  ])('%s stands on a wall as %s', (name, text) => {
    expect(shortName(name)).toBe(text)
  })

  it('a look number has the same prefix everywhere', () => {
    expect(lookNumber('14A')).toBe('L14A')
  })

  it('no status word is longer than nine characters, nor its short form than four', () => {
    const { status, statusShort } = words()

    expect(Object.values(status).filter((word) => word.length > 9)).toEqual([])
    expect(Object.values(statusShort).filter((word) => word.length > 4)).toEqual([])
  })
})

describe('an age', () => {
  it('always shows its minutes', () => {
    expect([age(7_900), age(83_000)]).toEqual(['0:07', '1:23'])
  })

  it('is never in the future, though the clocks differ a little', () => {
    expect([age(-1), age(-1_500)]).toEqual(['0:00', '0:00'])
  })
})
