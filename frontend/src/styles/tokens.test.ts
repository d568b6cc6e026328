// @vitest-environment node
/** The colours can be read, by everybody: contrast, and vision that lacks one kind of cone. */

import { describe, expect, it } from 'vitest'
import css from './tokens.css?raw'

type Rgb = readonly [number, number, number]

/** Tokens of one block, with those of the dark theme behind them. */
function theme(selector: string): (name: string) => Rgb {
  const found = new Map<string, string>()
  for (const wanted of [':root {', selector]) {
    const start = css.indexOf(wanted)
    const block = css.slice(start, css.indexOf('\n}', start))
    for (const [, name = '', hex = ''] of block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)) {
      found.set(name, hex)
    }
  }
  return (name) => {
    const hex = found.get(name)
    if (!hex) throw new Error(`no colour ${name}`)
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
  }
}

const linear = (c: number) => (c <= 10.31475 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4)

function contrast(one: Rgb, other: Rgb): number {
  const light = ([r, g, b]: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
  const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const DARK = ':root {'
const LIGHT = ":root[data-theme='light'] {"
const STATUS = ['idle', 'working', 'ready', 'risk', 'late', 'live']

describe.each([
  ['dark', DARK],
  ['light', LIGHT],
])('in the %s theme', (_, selector) => {
  const colour = theme(selector)
  const grounds = ['bg', 'panel'] as const

  it.each(['text', 'text-second', ...STATUS.map((name) => `${name}-ink`)])(
    '%s can be read on page and panel',
    (name) => {
      const ratios = grounds.map((ground) => contrast(colour(name), colour(ground)))

      expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(['text', 'text-second'])('%s can be read on raised panels', (name) => {
    expect(contrast(colour(name), colour('panel-raised'))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(STATUS)('the word on a fill of %s can be read', (name) => {
    const word = name === 'live' ? 'on-live' : 'on-fill'

    expect(contrast(colour(word), colour(name))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(STATUS)('a fill of %s, or its edge, stands out from page and panel', (name) => {
    const ratios = grounds.map((ground) => {
      const shapes = selector === LIGHT ? [name, 'fill-edge'] : [name]
      return Math.max(...shapes.map((shape) => contrast(colour(shape), colour(ground))))
    })

    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(3)
  })

  it('the edge of a control stands out from page and panel', () => {
    const ratios = grounds.map((ground) => contrast(colour('edge'), colour(ground)))

    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(3)
  })
})

/** Viénot, Brettel and Mollon 1999 for red and green, Machado 2009 for blue; on linear RGB. */
const VISIONS: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

type Lab = readonly [number, number, number]

function lab(colour: Rgb, vision: string): Lab {
  const rgb = colour.map(linear)
  const matrix = VISIONS[vision] ?? []
  const [r = 0, g = 0, b = 0] = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, n) => sum + factor * (rgb[n] ?? 0), 0),
      ),
    ),
  )
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const rad = Math.PI / 180
const hue = (a: number, b: number) => (Math.atan2(b, a) / rad + 360) % 360

/** CIEDE2000. */
function difference([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const c7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7
  const g = 1 + 0.5 * (1 - Math.sqrt(c7 / (c7 + 25 ** 7)))
  const [c1, c2] = [Math.hypot(a1 * g, b1), Math.hypot(a2 * g, b2)]
  const [h1, h2] = [hue(a1 * g, b1), hue(a2 * g, b2)]
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180
  const l = (l1 + l2) / 2
  const c = (c1 + c2) / 2
  const h = c1 * c2 === 0 ? h1 + h2 : (h1 + turn / 2 + 360) % 360
  const t =
    1 -
    0.17 * Math.cos((h - 30) * rad) +
    0.24 * Math.cos(2 * h * rad) +
    0.32 * Math.cos((3 * h + 6) * rad) -
    0.2 * Math.cos((4 * h - 63) * rad)
  const dl = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2))
  const dc = (c2 - c1) / (1 + 0.045 * c)
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * rad)) / (1 + 0.015 * c * t)
  const bend = 60 * Math.exp(-(((h - 275) / 25) ** 2))
  const r = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(bend * rad)
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + r * dc * dh)
}

describe('two status colours', () => {
  it('are measured as the paper on CIEDE2000 measures', () => {
    expect(difference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 3)
    expect(difference([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 3)
  })

  it.each(Object.keys(VISIONS))('are told apart with %s', (vision) => {
    const colour = theme(DARK)
    const pairs = STATUS.flatMap((one, n) =>
      STATUS.slice(n + 1).map((other) => ({
        pair: `${one} ${other}`,
        apart: difference(lab(colour(one), vision), lab(colour(other), vision)),
      })),
    )

    expect(pairs.filter(({ apart }) => apart < 12)).toEqual([])
  })
})
