/** The wire: given up when silent, opened again with a spread, never after a final no. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeWire } from './fake-wire'
import { Line } from './line'

let diary: string[]
let line: Line

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWire)
  FakeWire.all = []
  diary = []
  const ends = {
    opened: () => diary.push('opened'),
    heard: (text: string) => diary.push(`heard ${text}`),
    closed: (code: number) => diary.push(`closed ${code}`),
  }
  line = new Line(
    'ws://here/live',
    ends,
    () => performance.now(),
    () => 1,
  )
  line.start()
})
afterEach(() => {
  line.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Let time pass, with the page's ticker looking at the line four times a second. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 250) {
    vi.advanceTimersByTime(250)
    line.check()
  }
}

describe('a line', () => {
  it('speaks the protocol by its name', () => {
    expect(FakeWire.last.protocol).toBe('standby.v1')
  })

  it('that was silent for eight seconds is given up and opened again', () => {
    FakeWire.last.open()
    pass(7_750)
    expect(diary).toEqual(['opened'])

    pass(1_000)

    expect(diary).toEqual(['opened', 'closed 1006'])
    expect(FakeWire.all).toHaveLength(2)
  })

  it('that is heard is kept', () => {
    FakeWire.last.open()
    for (let n = 0; n < 10; n++) {
      FakeWire.last.say({ type: 'beat' })
      pass(4_000)
    }

    expect(FakeWire.all).toHaveLength(1)
  })

  it('that does not open is given up', () => {
    pass(7_000)

    expect(FakeWire.all.length).toBeGreaterThan(1)
  })

  it('waits longer after each failure, but never more than five seconds', () => {
    const waits: number[] = []
    for (let n = 0; n < 8; n++) {
      const before = performance.now()
      const count = FakeWire.all.length
      FakeWire.last.drop()
      while (FakeWire.all.length === count) vi.advanceTimersByTime(50)
      waits.push(performance.now() - before)
    }

    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000])
  })

  it('spreads reconnections over the whole wait', () => {
    line.stop()
    const spread = new Line(
      'ws://here',
      line.ends,
      () => performance.now(),
      () => 0.25,
    )
    spread.start()
    const count = FakeWire.all.length
    FakeWire.last.drop()

    vi.advanceTimersByTime(50)

    expect(FakeWire.all).toHaveLength(count + 1)
    spread.stop()
  })

  it('does not wait on waking', () => {
    FakeWire.last.drop()
    FakeWire.last.drop()
    vi.advanceTimersByTime(10)

    line.wake()

    expect(FakeWire.all).toHaveLength(2)
  })

  it('that was heard just now is kept on waking; one that was not is replaced at once', () => {
    FakeWire.last.open()
    FakeWire.last.say({ type: 'beat' })
    vi.advanceTimersByTime(2_000)
    expect(line.wake()).toBe(true)

    vi.advanceTimersByTime(2_000)

    expect(line.wake()).toBe(false)
    expect(FakeWire.all).toHaveLength(2)
  })

  it.each([4401, 4403, 4404, 4426])('that was closed with %i is not opened again', (code) => {
    FakeWire.last.open()
    FakeWire.last.drop(code)

    pass(60_000)

    expect(FakeWire.all).toHaveLength(1)
    expect(diary).toEqual(['opened', `closed ${code}`])
  })

  it.each([1006, 1012, 4400, 4408, 4409, 4413, 4429])('that was closed with %i is', (code) => {
    FakeWire.last.open()
    FakeWire.last.drop(code)

    pass(1_000)

    expect(FakeWire.all.length).toBeGreaterThan(1)
  })

  it('hears nothing more from a wire that was given up', () => {
    const old = FakeWire.last
    old.open()
    pass(9_000)

    old.say({ type: 'beat' })
    old.drop()

    expect(diary).toEqual(['opened', 'closed 1006'])
  })
})
