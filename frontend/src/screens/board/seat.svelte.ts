/** How this TV is seen: from its address, else as set on it before, else as usual; and its sizes. */

import { fontPx, layout, type Seat, type Want } from './reach'

const KEY = 'standby.tv.'

export class TvSeat {
  seat: Seat = $state.raw({ tv: 55, d: 8 })
  /** Was it ever said how this TV is seen? If not, it asks. */
  known = $state.raw(false)
  #size = $state.raw({ width: 1920, height: 1080 })

  constructor(
    readonly name: string,
    from: { tv?: number | undefined; d?: number | undefined },
    usual: Seat,
  ) {
    const kept = load(name)
    const { tv, d } = from
    this.known = [tv, d, kept].some((one) => one !== undefined)
    const base = kept ?? usual
    this.seat = { tv: tv ?? base.tv, d: d ?? base.d }
  }

  set(seat: Seat): void {
    this.seat = seat
    this.known = true
    save(this.name, seat)
  }

  resize(width: number, height: number): void {
    if (width > 0 && height > 0) this.#size = { width, height }
  }

  layout(want: Want) {
    return layout(this.seat, this.#size, want)
  }

  get goodPx(): number {
    return fontPx(this.seat, this.#size.width)
  }
}

function load(name: string): Seat | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY + name) ?? 'null') as Partial<Seat> | null
    return kept?.tv && kept.d ? { tv: kept.tv, d: kept.d } : undefined
  } catch {
    return undefined
  }
}

function save(name: string, seat: Seat): void {
  try {
    localStorage.setItem(KEY + name, JSON.stringify(seat))
  } catch {
    // A kiosk that keeps nothing is given its address with tv and d.
  }
}
