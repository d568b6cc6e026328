/** Between a press and the wire stands this phone's disk: kept first, sent then, tidied up after the answer. */

import { deviceTime } from '../lib/clock'
import type { Me, Storing } from '../lib/session.svelte'
import type { ShowMirror, Snapshot } from '../lib/show-mirror.svelte'
import type { State } from '../wire/state'
import { NOWHERE } from './conversation'
import { atMost, PATIENCE_MS } from './drawer'
import type { Answered, Contents, Drawer, Kept, Last, Place } from './drawer'
import type { Accepted, Letter } from './outbox'

const LOOK_EVERY_MS = 10_000
const REFRESH_EVERY_MS = 60_000 // nothing has changed, but it is known to be so
const BIG = 500_000 // characters: such a picture is kept as seldom as if nothing had changed
const TOO_BIG = 4_000_000
const ADOPT_EVERY_MS = 30_000
const ORPHAN_MS = 10_000 // a press that waits for so long may belong to a tab that is gone

/** Pages that were built from other sources do not trust each other's pictures. */
const PAGE = new URL(import.meta.url).pathname

interface Clock {
  ms(): number
}
interface Shown {
  readonly mirror: ShowMirror
  readonly me: Me
  readonly freshAt: number | undefined
}

export class Keeping {
  storage: Storing = $state.raw('unknown')
  #lookedAt = -Infinity
  #adoptedAt = 0
  #kept = { seq: -1, size: 0 }
  #over = false

  constructor(
    readonly place: Place,
    readonly clock: Clock,
    readonly drawer: Drawer,
  ) {}

  /** What this phone still has of this place. The page waits a moment for a slow disk, and then goes on:
   * `late` is told what comes later. */
  async open(late: (contents: Contents) => void): Promise<Contents | undefined> {
    let waiting = true
    const coming = this.#contents().then((contents) => {
      if (contents) this.storage = 'kept'
      if (contents && !waiting) late(contents)
      return contents
    })
    const contents = await atMost(PATIENCE_MS, coming, undefined)
    waiting = false
    return contents
  }

  #contents(): Promise<Contents | undefined> {
    return this.drawer.open(this.place, this.clock.ms(), deviceTime())
  }

  #stamped(letter: Letter): Kept {
    return { ...this.place, letter, at: this.clock.ms(), deviceAt: deviceTime() }
  }

  /** Keep a press; `go` is called when it may be sent, `kept` if it is on the disk. Where there is no
   * disk it goes at once: a tap waits for nobody. */
  async write(letter: Letter, go: () => void, kept: () => void): Promise<void> {
    const saved = this.drawer.save(this.#stamped(letter))
    if (this.storage === 'memory') go()
    const durable = await saved
    this.storage = durable ? 'kept' : 'memory'
    if (durable) kept()
    go()
  }

  /** It has its answer. */
  file(letter: Letter, accepted?: Accepted): void {
    const answered: Answered | undefined = accepted && {
      ...this.#stamped(accepted.letter),
      epoch: accepted.epoch,
    }
    void this.drawer.settle(letter.id, answered)
  }

  /** It is known now who pressed it. */
  resign(letters: readonly Letter[]): void {
    for (const letter of letters) {
      void this.drawer.settle(letter.id)
      void this.drawer.save(this.#stamped(letter))
    }
  }

  /** Presses whose tab seems to be gone. Asked often, it looks now and then. */
  async orphans(now: number): Promise<readonly Kept[]> {
    if (now - this.#adoptedAt < ADOPT_EVERY_MS) return []
    this.#adoptedAt = now
    const contents = await this.#contents()
    return (contents?.letters ?? []).filter((one) => this.clock.ms() - one.at > ORPHAN_MS)
  }

  /** Keep what is shown: now and then, for it is heavy; at once when the page is about to go. */
  look(shown: Shown, now: number, going = false): void {
    if (this.#over || !(going || this.#due(shown, now))) return
    this.#lookedAt = now
    this.#keep(shown)
  }

  #due({ mirror }: Shown, now: number): boolean {
    const calm = mirror.seq === this.#kept.seq || this.#kept.size > BIG
    return now - this.#lookedAt >= (calm ? REFRESH_EVERY_MS : LOOK_EVERY_MS)
  }

  #keep({ mirror, freshAt, me }: Shown): void {
    const picture = mirror.snapshot()
    if (!picture || freshAt === undefined) return
    const { epoch, seq, state } = picture
    const text = JSON.stringify(state)
    this.#kept = { seq, size: text.length }
    if (text.length > TOO_BIG) return
    const ahead = this.clock.ms() - deviceTime()
    const last: Last = { ...this.place, epoch, seq, text, me, freshAt, ahead, page: PAGE }
    void this.drawer.keepLast(last)
  }

  /** Turned away: what was shown leaves this phone; of a show that is gone, everything. */
  forget(gone: boolean): void {
    this.#over = true
    void this.drawer.clear(this.place, gone)
  }
}

/** May what this page shows go on from that picture? */
export function joins(last: Last): boolean {
  return last.page === PAGE
}

/** It as it was. That of another page can be looked at, but a whole one must follow. */
export function pictureOf(last: Last): Snapshot | undefined {
  const epoch = joins(last) ? last.epoch : NOWHERE
  try {
    return { epoch, seq: last.seq, state: JSON.parse(last.text) as State }
  } catch {
    return undefined
  }
}
