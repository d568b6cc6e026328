/** A list that people read from afar: its order does not jump within three seconds of the last move. */

export const SETTLE_MS = 3_000

export class Settled {
  #shown: readonly string[] = []
  #movedAt = -Infinity

  /** What to show now, given what is true now. A list that only grows or is the same is taken at once. */
  show(ids: readonly string[], now: number): readonly string[] {
    if (same(this.#shown, ids)) return this.#shown
    const kept = this.#shown.filter((id) => ids.includes(id))
    const jumps = this.#shown.length > 0 && !startsWith(ids, kept)
    const gone = kept.length < this.#shown.length
    if ((jumps || gone) && now - this.#movedAt < SETTLE_MS) return this.#shown
    this.#movedAt = now
    this.#shown = ids
    return ids
  }
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && startsWith(one, other)
}

function startsWith(list: readonly string[], head: readonly string[]): boolean {
  return head.every((id, place) => list[place] === id)
}
