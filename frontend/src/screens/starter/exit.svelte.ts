/** The exit: who really stands at the line, who is out, and sending the next one. */

import { rowsInOrder, rowsToGo, type Row } from '../../lib/row'
import type { Outcome, Session } from '../../lib/session.svelte'
import { lookNumber } from '../../lib/words'
import { wallClock } from '../../lib/clock'
import { GoTrigger } from '../../parts/go-trigger.svelte'
import type { Command } from '../../wire/state'
import { standing, type Standing } from './line'
import { say } from './words'

/** GO at the exit: the starter sees her standing there, so an unmarked look is marked at the line first. */
export class ExitGo extends GoTrigger {
  // The starter sends people out on the caller's word, whoever has the call.
  override get mine(): boolean {
    return true
  }

  override press(): Promise<Outcome> | undefined {
    const look =
      this.next === undefined ? undefined : this.session.mirror.state.looks.get(this.next)
    const unmarked = look !== undefined && look.status !== 'at_line'
    if (unmarked && this.state === 'armed') {
      void this.session.press({ type: 'mark_look', look: look.id, status: 'at_line' })
    }
    return super.press()
  }
}

export type Sheet =
  | { readonly kind: 'else' | 'choices' }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'dressing'; readonly row: Row }

export interface Marked {
  readonly text: string
  readonly look: string
  readonly seq: number
}

const JUST_SENT_MS = 10_000 // after that a GO is taken to have been right
const COMING = 6

export class ExitDesk {
  readonly go: ExitGo
  sheet: Sheet | undefined = $state.raw()
  /** A row that is to be skipped, once that was said twice. */
  skipping: Row | undefined = $state.raw()
  /** What was marked last, for six seconds. */
  marked: Marked | undefined = $state.raw()

  constructor(readonly session: Session) {
    this.go = new ExitGo(session)
  }

  readonly toGo: readonly Row[] = $derived.by(() => rowsToGo(this.state))
  readonly line: readonly Standing[] = $derived.by(() => standing(this.toGo))
  readonly coming: readonly Row[] = $derived.by(() =>
    this.toGo.filter((row) => row.look.status !== 'at_line').slice(0, COMING),
  )
  readonly out: readonly Row[] = $derived.by(() =>
    rowsInOrder(this.state)
      .filter((row) => row.status === 'on')
      .sort((a, b) => (a.look.exited_at ?? 0) - (b.look.exited_at ?? 0)),
  )

  get state() {
    return this.session.mirror.state
  }

  get next(): Row | undefined {
    return this.toGo[0]
  }

  get live(): boolean {
    return this.state.show.phase === 'live'
  }

  get held(): boolean {
    return this.state.show.hold?.scope === 'exits'
  }

  /** Whom somebody else replaced: the one just sent, if that was a moment ago, else the next. */
  get planned(): Row | undefined {
    const sent = this.out[this.out.length - 1]
    const ago = this.session.clock.now - (sent?.look.exited_at ?? 0)
    return sent && ago < JUST_SENT_MS ? sent : this.next
  }

  async atLine(row: Row): Promise<void> {
    const done = await this.session.press({ type: 'mark_look', look: row.id, status: 'at_line' })
    if (done.outcome !== 'ack') return
    const text = say().marked(lookNumber(row.number), wallClock(this.session.clock.ms()))
    this.marked = { text, look: row.id, seq: done.seq }
  }

  undo(): void {
    if (this.marked) this.press({ type: 'undo', seq: this.marked.seq })
    this.marked = undefined
  }

  /** The second of two taps: she is out, whoever was called. */
  wentInstead(row: Row, planned: Row): void {
    this.sheet = undefined
    this.press({ type: 'someone_else_went', look: row.id, instead_of: planned.id })
  }

  off(row: Row): void {
    this.press({ type: 'look_off', look: row.id })
  }

  toDressing(row: Row, reason: string): void {
    this.sheet = undefined
    this.press({ type: 'back_to_dressing', look: row.id, reason })
  }

  skip(row: Row): void {
    this.skipping = undefined
    this.press({ type: 'skip_look', look: row.id })
  }

  holdOrResume(): void {
    const { hold } = this.state.show
    if (hold) this.press({ type: 'release_hold', scope: hold.scope })
    else {
      const expected_end_at = Math.round(this.session.clock.ms()) + 60_000
      this.press({ type: 'hold', scope: 'exits', reason: 'other', expected_end_at })
    }
  }

  press(command: Command): void {
    void this.session.press(command)
  }
}
