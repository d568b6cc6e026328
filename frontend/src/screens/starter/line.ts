/** The line as it really stands: in the order in which they came, and who is there before her turn. */

import type { Row } from '../../lib/row'

/** Somebody at the line, and who should stand before her. */
export interface Standing {
  readonly row: Row
  readonly place: number
  readonly behind: string | undefined
}

/** Those at the line as they came to it; where somebody stands before her turn, who should be first. */
export function standing(toGo: readonly Row[]): Standing[] {
  const plan = new Map(toGo.map((row, place) => [row.id, place]))
  const line = toGo
    .filter((row) => row.look.status === 'at_line')
    .sort((a, b) => (a.statusAt ?? 0) - (b.statusAt ?? 0))
  return line.map((row, place) => {
    const mine = plan.get(row.id) ?? 0
    const sooner = line.slice(place + 1).filter((other) => (plan.get(other.id) ?? 0) < mine)
    const first = sooner.sort((a, b) => (plan.get(a.id) ?? 0) - (plan.get(b.id) ?? 0))[0]
    return { row, place, behind: first?.number }
  })
}
