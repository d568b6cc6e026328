// @vitest-environment node
/** Server time: measured over a bad network, put right without a jump. */

import { describe, expect, it } from 'vitest'
import { ServerTime } from './clock'

/** A clock whose monotonic time the test moves, beside a server that is `ahead` of it. */
function setUp(ahead: number) {
  const device = { now: 1_000 }
  const time = new ServerTime(() => device.now)
  return {
    time,
    device,
    error: () => Math.round(time.ms() - device.now - ahead),
    /** Exchange four timestamps; the ways there and back may differ. */
    exchange: (there: number, back: number, offset = ahead): void => {
      const sent = device.now
      device.now += there + back
      const at = sent + there + offset
      time.measured({ sent, answered: device.now, received_at: at, sent_at: at })
    },
  }
}

const DAY = 86_400_000

describe('server time', () => {
  it('is right at once after an even exchange, however wrong the device is', () => {
    const { exchange, error } = setUp(3 * DAY)

    exchange(20, 20)

    expect(error()).toBe(0)
  })

  it('goes by the quickest of the last exchanges', () => {
    const { exchange, error, device } = setUp(DAY)

    exchange(900, 100)
    exchange(5, 5)
    exchange(700, 100)
    device.now += 60_000

    expect(error()).toBe(0)
  })

  it('creeps to a better measure and never jumps by less than a second', () => {
    const { exchange, error, device } = setUp(DAY)
    exchange(600, 0)
    expect(error()).toBe(300)

    exchange(5, 5)
    const errors = [0, 1, 2, 3, 4, 5, 6, 7].map(() => {
      device.now += 1_000
      return error()
    })

    expect(errors).toEqual([250, 200, 150, 100, 50, 0, 0, 0].map((n) => n))
  })

  it('steps when it is wrong by more than a second', () => {
    const { exchange, error } = setUp(DAY)
    exchange(4_000, 0)

    exchange(5, 5)

    expect(error()).toBe(0)
  })

  it('forgets what can not be true any more after the device stood still', () => {
    const { exchange, time, device } = setUp(DAY)
    exchange(2, 2)

    exchange(40, 40, DAY + 90_000)

    expect(Math.round(time.ms() - device.now - DAY - 90_000)).toBe(0)
  })

  it('takes what a greeting says for a first guess only', () => {
    const { exchange, error, time, device } = setUp(DAY)
    time.hint(device.now + DAY - 400)
    expect(error()).toBe(-400)

    exchange(5, 5)
    device.now += 10_000
    time.hint(device.now + DAY - 400)

    expect(error()).toBe(0)
  })

  it('knows within what it is right', () => {
    const { exchange, time } = setUp(0)

    exchange(30, 10)

    expect(time.uncertainty).toBe(20)
  })
})
