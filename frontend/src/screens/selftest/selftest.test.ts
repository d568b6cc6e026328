/** A check says what it found; one that breaks is a finding too, and the report tells all of them. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeWire } from '../../link/fake-wire'
import { greeted } from './socket'
import { say } from './words'
import { Tested } from './tested.svelte'

const HOUR_MS = 3_600_000

let ahead: number // the server's clock before this device's

function line(tested: Tested, name: string) {
  return tested.lines.find((one) => one.name === name)
}

beforeEach(() => {
  FakeWire.all = []
  vi.stubGlobal('WebSocket', FakeWire)
  ahead = 0
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify({ now_at: Date.now() + ahead }))),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The server of the test: it opens each line, hears the greeting, and says goodbye. */
function answering(code: number): void {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  setInterval(() => {
    const wire = FakeWire.all.at(-1)
    if (!wire || wire.closed) return
    if (wire.sent.length === 0) wire.open()
    else wire.drop(code)
  }, 1)
}

describe('the live line', () => {
  it.each([4401, 4404])('that is answered with %i has been heard', async (code) => {
    answering(code)

    expect(await greeted()).toMatchObject({ opened: expect.any(Number) as number })
    expect(FakeWire.last.of('hello')).toMatchObject([{ protocol: 1, client: 'selftest' }])
    expect(FakeWire.last.url).toContain('/api/v1/shows/-/live')
  })

  it('that breaks before an answer is none', async () => {
    answering(1006)

    expect(await greeted()).toBeUndefined()
  })

  it('that stays silent is none', async () => {
    vi.useFakeTimers()
    const heard = greeted()
    FakeWire.last.open()
    await vi.advanceTimersByTimeAsync(7_000)

    expect(await heard).toBeUndefined()
    expect(FakeWire.last.closed).toBe(true)
  })
})

describe('a test of a device', () => {
  it('measures all that needs no tap, and waits with the rest', async () => {
    answering(4401)
    const tested = new Tested()
    await tested.run()

    expect(tested.done).toBe(true)
    expect(line(tested, 'roundTrip')?.is).toBe('good')
    expect(line(tested, 'socket')?.is).toBe('good')
    expect(line(tested, 'sound')?.is).toBe('waiting')
  })

  it('says what could not be measured, and goes on', async () => {
    answering(4401)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    const tested = new Tested()
    await tested.run()

    expect(line(tested, 'roundTrip')).toMatchObject({ is: 'bad' })
    expect(line(tested, 'system')).toMatchObject({ is: 'good' })
    expect(tested.bad).toBeGreaterThan(0)
  })

  it.each([
    [0, 'good'],
    [HOUR_MS, 'unsure'],
    [-HOUR_MS, 'unsure'],
  ])('of a clock that is %i ms off thinks it is %s, and never bad', async (off, is) => {
    ahead = off
    answering(4401)
    const tested = new Tested()
    await tested.run()

    expect(line(tested, 'clock')?.is).toBe(is)
  })

  it('does not say that all is well while a test waits for a tap', async () => {
    answering(4401)
    const tested = new Tested()
    await tested.run()

    expect(tested.open).toBe(3)
    expect(say().sum(0, 1, tested.open)).toMatch(/3 tests still wait/)
    expect(say().sum(0, 1, tested.open)).not.toMatch(/good/i)
  })

  it.each([
    [true, 'good'],
    [false, 'unsure'],
  ])('asks whether it was felt: to %s it is %s', async (felt, is) => {
    const buzzed = vi.fn(() => true)
    vi.stubGlobal('matchMedia', () => ({ matches: true })) // a finger
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { vibrate: buzzed }))
    const tested = new Tested()
    await tested.tapped()
    const before = line(tested, 'vibration')?.is
    tested.answer('vibration', felt)

    expect([before, line(tested, 'vibration')?.is]).toEqual(['asking', is])
  })

  it('reports every line', async () => {
    answering(4401)
    const tested = new Tested()
    await tested.run()

    expect(tested.report.split('\n')).toHaveLength(1 + tested.lines.length)
    expect(tested.report).toContain('✓ Live line')
  })
})
