/** Whether letters can be read from where people stand. */

import { describe, expect, it } from 'vitest'
import { fontPx, layout } from './reach'

const PAGE = { width: 1920, height: 1080 }
const SIX = { rows: 6, rowU: 1.13, restU: 2.35 }
const CAP_OF_FONT = 0.672

/** Angle at which a capital of `px` is seen, in minutes of arc. */
function arcmin(px: number, tv: number, d: number): number {
  const capMm = (px * CAP_OF_FONT * tv * 25.4 * (16 / Math.hypot(16, 9))) / PAGE.width
  return (Math.atan(capMm / (d * 1000)) * 180 * 60) / Math.PI
}

describe('letters on a TV', () => {
  it('stand at twenty minutes of arc where they fit', () => {
    const px = fontPx({ tv: 55, d: 8 }, PAGE.width)

    expect(arcmin(px, 55, 8)).toBeCloseTo(20, 1)
  })

  it.each([
    [43, 3],
    [43, 12],
    [55, 5],
    [55, 8],
    [65, 12],
    [75, 8],
  ])('are never under sixteen minutes: %i inches from %i metres', (tv, d) => {
    const { u } = layout({ tv, d }, PAGE, SIX)

    expect(arcmin(u, tv, d)).toBeGreaterThanOrEqual(15.99)
  })

  it('fill six rows on 55 inches from eight metres', () => {
    expect(layout({ tv: 55, d: 8 }, PAGE, SIX).rows).toBe(6)
  })

  it('fill ten rows on 55 inches from five metres', () => {
    expect(layout({ tv: 55, d: 5 }, PAGE, { rows: 10, rowU: 1.13, restU: 3.5 }).rows).toBe(10)
  })

  it('give up rows, not size, where the screen is too small for the distance', () => {
    expect(layout({ tv: 43, d: 12 }, PAGE, SIX).rows).toBeLessThan(6)
  })
})
