/** The dresser's rail: the job in hand, and what each press on the phone does. */

import { wallClock } from '../../lib/clock'
import type { Press } from '../../lib/pending.svelte'
import { rowFor, type Row } from '../../lib/row'
import type { Outcome, Session } from '../../lib/session.svelte'
import { lookNumber } from '../../lib/words'
import type { Command, HelpKind, Item, Message } from '../../wire/state'
import { isCurrent, unseenByMe } from '../told'
import {
  collision,
  isOnHer,
  isQuick,
  jobsOf,
  marksOf,
  mineOf,
  movedLately,
  piecesOf,
  type Jobs,
  type Mine,
} from './jobs'
import { say } from './words'

const CHOSEN = 'standby.dresser.'
const NO_JOBS: Jobs = { todo: [], ready: [], out: [], back: [], all: 0 }

export type Sheet = 'help' | 'recall' | 'choices'

/** READY or DONE that was just pressed, and can be taken back. */
export interface Pressed {
  readonly look: string
  readonly text: string
  /** What `undo` names, once the server has said it. */
  readonly seq: number | undefined
}

export class Rail {
  sheet: Sheet | undefined = $state.raw()
  pressed: Pressed | undefined = $state.raw()
  /** READY was pressed on this look with pieces unticked: it asks once, and of another look anew. */
  #asked: string | undefined = $state.raw()
  /** The quick change's countdown was put aside for the card. */
  aside = $state.raw(false)
  #chosen: string | undefined = $state.raw()
  /** A look whose DONE was taken back before the server had answered it. */
  #regretted: string | undefined = $state.raw()

  constructor(readonly session: Session) {
    this.#chosen = kept(session.me.showId)
  }

  readonly mine: Mine | undefined = $derived.by(() => mineOf(this.session.me.scope, this.#chosen))
  readonly jobs: Jobs = $derived.by(() => (this.mine ? jobsOf(this.state, this.mine) : NO_JOBS))
  /** The job in hand. One that was just pressed stays until its undo has run out. */
  readonly now: Row | undefined = $derived.by(() => {
    if (this.pressed) return rowFor(this.state, this.pressed.look)
    const left = (row: Row) => !this.marked(row)
    return this.jobs.todo.find(left) ?? this.jobs.back.find(left)
  })
  /** The look that HELP is for: the job in hand, or one that is ready and could still burst a zip. */
  readonly helped: Row | undefined = $derived.by(() => this.now ?? this.jobs.ready[0])
  readonly quick: boolean = $derived.by(
    () => this.now !== undefined && !this.pressed && isQuick(this.state, this.now),
  )
  readonly collision = $derived.by(() => collision(this.state, this.jobs))
  readonly marks = $derived.by(() =>
    marksOf(this.state, this.session.me.pass, (look) => lookNumber(look.number)),
  )
  readonly moved = $derived.by(() =>
    movedLately(this.state.messages.values(), this.session.clock.now),
  )
  /** What must be said GOT IT to, oldest first; a nudge before all else. */
  readonly notices: readonly Message[] = $derived.by(() => {
    const { me } = this.session
    // Whoever said on this phone who she is, is told what is for her.
    const crew = me.scope.crew ?? this.mine?.crew
    const scope = { ...me.scope, ...(crew !== undefined && { crew }) }
    const waiting = unseenByMe(this.state, { ...me, scope })
      .filter((one) => one.kind !== 'question')
      .filter((one) => isCurrent(this.state, one, this.session.clock.now))
      .filter((one) => this.session.pending.of('acknowledge', one.id) === undefined)
    return [
      ...waiting.filter((one) => one.kind === 'nudge'),
      ...waiting.filter((one) => one.kind !== 'nudge'),
    ]
  })

  get state() {
    return this.session.mirror.state
  }

  get asking(): boolean {
    return this.#asked !== undefined && this.#asked === this.now?.id
  }

  set asking(on: boolean) {
    this.#asked = on ? this.now?.id : undefined
  }

  /** Is the job in hand one that came back, to be counted? */
  get counting(): boolean {
    return this.now?.look.status === 'off' || this.now?.look.status === 'done'
  }

  choose(crew: string | undefined): void {
    this.#chosen = crew
    keep(this.session.me.showId, crew)
  }

  /** How a piece stands: as it was pressed here last, while that waits; else as the server knows it. */
  statusOf(item: Item): Item['status'] {
    const press = this.session.pending.of('mark_item', item.id)
    return waits(press) && press.command.type === 'mark_item' ? press.command.status : item.status
  }

  /** Is its box ticked: on her, or in a count back on the rack? */
  ticked(item: Item): boolean {
    const status = this.statusOf(item)
    return this.counting ? status === 'returned' || status === 'packed' : isOnHer(status)
  }

  tick(item: Item, row: Row): void {
    const on = this.ticked(item)
    const [yes, no] = this.counting
      ? (['returned', 'with_model'] as const)
      : (['with_model', 'on_rack'] as const)
    this.press({ type: 'mark_item', item: item.id, status: on ? no : yes })
    if (this.counting) return
    const begun = row.look.status === 'planned' || row.look.status === 'assigned'
    const asked = this.session.pending.of('mark_look', row.id) !== undefined
    if (!on && begun && !asked) this.press({ type: 'mark_look', look: row.id, status: 'dressing' })
  }

  /** The big button: READY, or DONE for a look that came back. */
  main(): void {
    const row = this.now
    if (!row) return
    if (this.counting) void this.#mark(row, 'done', piecesOf(this.state, row.look), 'returned')
    else if (this.asking || this.quick || this.left(row).length === 0) {
      void this.#mark(row, 'dressed', this.left(row), 'with_model')
    } else this.asking = true
  }

  /** The look before is off her: one press for all its pieces. One that the next look shares goes on. */
  takenOff(row: Row, next: Row): void {
    for (const item of piecesOf(this.state, row.look)) {
      const goesOn = item.look === next.id || (item.shared_by ?? []).includes(next.id)
      this.press(
        goesOn
          ? { type: 'hand_over', item: item.id, look: next.id }
          : { type: 'mark_item', item: item.id, status: 'returned' },
      )
    }
    this.press({ type: 'mark_look', look: row.id, status: 'done' })
  }

  undo(): void {
    const { pressed } = this
    const dressed = !this.counting
    this.pressed = undefined
    if (!pressed) return
    // Without a link there is no entry yet that could be taken back: a newer mark says it instead. But none
    // says that a look which came back is not done: that is taken back once there is an entry.
    if (pressed.seq !== undefined) this.press({ type: 'undo', seq: pressed.seq })
    else if (dressed) this.press({ type: 'mark_look', look: pressed.look, status: 'dressing' })
    else this.#regretted = pressed.look
  }

  /** READY or DONE that waits for the server: for whoever pressed it the job is done. */
  marked(row: Row): boolean {
    const press = this.session.pending.of('mark_look', row.id)
    if (this.#regretted === row.id) return false
    return waits(press) && press.command.type === 'mark_look' && press.command.status !== 'dressing'
  }

  /** Required pieces that are not ticked. */
  left(row: Row): Item[] {
    const pieces = piecesOf(this.state, row.look)
    return pieces.filter((item) => item.required && !isOnHer(this.statusOf(item)))
  }

  /** Was the piece pressed, and has the server not answered yet? */
  ticking(item: Item): boolean {
    return waits(this.session.pending.of('mark_item', item.id))
  }

  help(row: Row, kind: HelpKind): void {
    this.press({ type: 'request_help', look: row.id, kind })
  }

  press(command: Command): void {
    void this.session.press(command)
  }

  async #mark(
    row: Row,
    status: 'dressed' | 'done',
    left: readonly Item[],
    to: Item['status'],
  ): Promise<void> {
    this.asking = false
    this.aside = false
    this.#regretted = undefined
    for (const item of left) {
      if (this.statusOf(item) !== to) this.press({ type: 'mark_item', item: item.id, status: to })
    }
    const time = wallClock(this.session.clock.ms())
    const text = status === 'done' ? say().doneAt(time) : say().readyAt(time)
    this.pressed = { look: row.id, text, seq: undefined }
    const outcome = await this.session.press({ type: 'mark_look', look: row.id, status })
    this.#answered(row.id, outcome)
    if (!this.#holds(row.id)) return // taken back meanwhile
    this.pressed = outcome.outcome === 'ack' ? { look: row.id, text, seq: outcome.seq } : undefined
  }

  #answered(look: string, outcome: Outcome): void {
    if (this.#regretted !== look) return
    this.#regretted = undefined
    if (outcome.outcome === 'ack') this.press({ type: 'undo', seq: outcome.seq })
  }

  #holds(look: string): boolean {
    return this.pressed?.look === look
  }
}

function waits(press: Press | undefined): press is Press {
  return press?.state === 'sending' || press?.state === 'saved-here'
}

function kept(show: string): string | undefined {
  try {
    return localStorage.getItem(CHOSEN + show) ?? undefined
  } catch {
    return undefined // a private window keeps nothing: the dresser is asked again
  }
}

function keep(show: string, crew: string | undefined): void {
  try {
    if (crew === undefined) localStorage.removeItem(CHOSEN + show)
    else localStorage.setItem(CHOSEN + show, crew)
  } catch {
    // It then lasts as long as the page.
  }
}
