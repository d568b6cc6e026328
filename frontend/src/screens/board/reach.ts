/** How big letters must be to be read from afar, and how many lines of them fit. SCREENS.md section 1. */

const MM_PER_INCH = 25.4
const CAP_OF_FONT = 0.672 // cap height of Atkinson Hyperlegible Next, measured
const GOOD_ARCMIN = 20 // preferred angle of a capital letter
const LEAST_ARCMIN = 16 // below this a line is no information
const WIDE = 16 / Math.hypot(16, 9) // width of a 16:9 screen, of its diagonal

export interface Seat {
  /** Diagonal in inches. */
  readonly tv: number
  /** Farthest reader, in metres. */
  readonly d: number
}

/** Font size in px at which a capital is seen at `arcmin`, on a page `pageWidth` px wide. */
export function fontPx(seat: Seat, pageWidth: number, arcmin = GOOD_ARCMIN): number {
  const mmPerPx = (seat.tv * MM_PER_INCH * WIDE) / pageWidth
  const capMm = seat.d * 1000 * Math.tan((arcmin / 60 / 180) * Math.PI)
  return capMm / mmPerPx / CAP_OF_FONT
}

export interface Layout {
  /** px of the standard size, never below what can be read. */
  readonly u: number
  readonly rows: number
  /** How many standard sizes a line is wide: below 15 words are cut short, below 12.5 a column is left out. */
  readonly wide: number
}

/** What fits: heights in units of `u`. Letters shrink to the least angle before a row is given up. */
export function layout(seat: Seat, page: { width: number; height: number }, want: Want): Layout {
  const good = fontPx(seat, page.width)
  const least = (good * LEAST_ARCMIN) / GOOD_ARCMIN
  const all = page.height / (want.rows * want.rowU + want.restU)
  const u = Math.max(least, Math.min(good, all))
  const rows = Math.floor((page.height / u - want.restU) / want.rowU + 1e-6)
  return { u, rows: Math.max(1, Math.min(want.rows, rows)), wide: page.width / u }
}

export interface Want {
  readonly rows: number
  readonly rowU: number
  /** Header, bands and margins together. */
  readonly restU: number
}
