/** The caller's desk: what each button and key does, and what has to be asked before. */

import { blocked } from '../../parts/go-orders'
import type { Outcome, PressOptions, Session } from '../../lib/session.svelte'
import { rowFor, rowsInOrder, rowsToGo, type Row } from '../../lib/row'
import { kindOf } from '../../link/kinds'
import { lookNumber, words } from '../../lib/words'
import { GoTrigger } from '../../parts/go-trigger.svelte'
import type { Command, Look } from '../../wire/state'
import type { KeyAction } from './keys'
import { problems, type Way } from './problems'
import { say } from './words'

export type Sheet = 'hold' | 'message' | 'more' | 'keys' | 'screens'

/** Something that must be said yes to: its consequence in words. */
export interface Asking {
  readonly consequence: string
  readonly yes: string
  readonly command: string
  readonly then: () => void
}

/** The last thing that this screen did, and whether it can be taken back. */
export interface Done {
  readonly text: string
  readonly at: number
  readonly seq: number
  readonly undoable: boolean
}

export const HOLD_MS = 120_000 // one tap holds; how long and why is said afterwards
const BACK_MS = 10_000 // later than that she has been seen: the server refuses it too
const STRIP_PROBLEMS = 2
const UNDOABLE: ReadonlySet<string> = new Set(['mark_look', 'move_look', 'swap_looks'])
const GONE: ReadonlySet<Look['status']> = new Set(['on_runway', 'off', 'done'])

export class CallerDesk {
  readonly go: GoTrigger
  sheet: Sheet | undefined = $state.raw()
  asking: Asking | undefined = $state.raw()
  selected: string | undefined = $state.raw()
  /** What the last press could not do, in words; it stays until the next press. */
  said = $state.raw('')
  last: Done | undefined = $state.raw()
  #done: Done[] = []

  constructor(
    readonly session: Session,
    /** An assistant's screen: it shows everything and does nothing. */
    readonly follow = false,
  ) {
    this.go = new GoTrigger(
      session,
      () => this.#doubt(),
      (outcome, look) => this.#gone(outcome, look),
    )
  }

  readonly rows: readonly Row[] = $derived.by(() => rowsToGo(this.state))
  /** Everybody who walks in the finale, in order. */
  readonly walked: readonly Row[] = $derived.by(() =>
    rowsInOrder(this.state).filter((row) => row.status !== 'cut' && row.status !== 'skipped'),
  )
  readonly problems = $derived.by(() =>
    problems(this.state, this.session.clock.now).slice(0, STRIP_PROBLEMS),
  )

  get state() {
    return this.session.mirror.state
  }

  get next(): Row | undefined {
    return this.rows[0]
  }

  get live(): boolean {
    const { phase } = this.state.show
    return phase === 'live' || phase === 'finale'
  }

  /** Are exits on hold, so that GO waits for RESUME? */
  get held(): boolean {
    return this.state.show.hold?.scope === 'exits'
  }

  act(action: KeyAction): void {
    if (action.kind === 'select') this.#select(action.by)
    else if (action.kind === 'accept') this.#accept(action.option)
    else this.#plain[action.kind]()
  }

  readonly #plain: Readonly<Record<Exclude<KeyAction['kind'], 'select' | 'accept'>, () => void>> = {
    go: () => this.fire(),
    back: () => this.back(),
    hold: () => this.holdOrResume(),
    set_next: () => this.#setSelectedNext(),
    skip: () => this.skip(),
    message: () => this.open('message'),
    nudge: () => this.nudge(),
    undo: () => this.undo(),
    help: () => this.open('keys'),
  }

  open(sheet: Sheet): void {
    this.asking = undefined
    this.sheet = this.sheet === sheet ? undefined : sheet
  }

  /** Send the next look out; while exits are held nothing goes by accident. */
  fire(): void {
    this.said = ''
    if (this.held) {
      this.said = `${say().held}: ${say().heldWhy}`
      return
    }
    void this.go.press()
  }

  back(): void {
    const out = this.#lastOut()
    if (!out) {
      this.said = say().backNothing
      return
    }
    const number = lookNumber(out.number)
    if (this.session.clock.ms() - (out.exited_at ?? 0) > BACK_MS) {
      this.said = say().backNever(number, rowFor(this.state, out.id)?.name ?? '')
      return
    }
    void this.press({ type: 'false_exit', look: out.id }, `${number} ${say().back}`, {
      said: say().backDone(number),
    })
  }

  /** One tap holds at once; why and how long is said in the sheet that opens. */
  holdOrResume(): void {
    if (this.sheet || this.asking) {
      this.close()
      return
    }
    const { hold } = this.state.show
    if (hold) {
      void this.press({ type: 'release_hold', scope: hold.scope }, say().resume)
      return
    }
    this.hold('other', HOLD_MS)
    this.sheet = 'hold'
  }

  hold(
    reason: NonNullable<Session['mirror']['state']['show']['hold']>['reason'],
    ms: number,
  ): void {
    const scope = this.live ? 'exits' : 'start'
    const expected_end_at = Math.round(this.session.clock.ms()) + ms
    void this.press({ type: 'hold', scope, reason, expected_end_at }, say().hold)
  }

  skip(look: Row | undefined = this.#chosen()): void {
    if (!look || !this.live) return
    const next = this.rows.find((row) => row.id !== look.id)
    this.ask({
      consequence: say().skipAsk(
        lookNumber(look.number),
        look.name,
        lookNumber(next?.number ?? ''),
      ),
      yes: say().skipYes(lookNumber(look.number)),
      command: 'skip_look',
      then: () =>
        void this.press(
          { type: 'skip_look', look: look.id },
          say().skipYes(lookNumber(look.number)),
        ),
    })
  }

  /** Offer a row as the next to go: it fires nothing. */
  choose(row: Row): void {
    this.selected = row.id
    const before = this.next
    if (!before || before.id === row.id) return
    this.ask({
      consequence: say().setNextAsk(lookNumber(row.number), lookNumber(before.number)),
      yes: say().setNext,
      command: 'move_look',
      then: () => this.setNext(row),
    })
  }

  setNext(row: Row): void {
    const after = [...this.state.show.order].reverse().find((id) => {
      const look = this.state.looks.get(id)
      return look !== undefined && GONE.has(look.status)
    })
    const text = say().putNext(lookNumber(row.number))
    void this.press(
      { type: 'move_look', look: row.id, ...(after !== undefined && { after }) },
      text,
    )
    this.selected = undefined
  }

  /** The first of two taps. */
  askStop(): void {
    this.ask({
      consequence: say().stopAsk,
      yes: say().stopYes,
      command: 'stop_show',
      then: () => void this.press({ type: 'stop_show' }, say().stop),
    })
  }

  take(way: Way): void {
    const send = () => void this.press(way.command, way.label)
    if (way.ask === undefined) send()
    else this.ask({ consequence: way.ask, yes: way.label, command: way.command.type, then: send })
  }

  nudge(row: Row | undefined = this.#chosen()): void {
    if (!row?.look.dresser) return
    const to = `crew:${row.look.dresser}`
    void this.press({ type: 'nudge', to, look: row.id }, `${say().nudge} ${lookNumber(row.number)}`)
  }

  undo(): void {
    const back = this.#done.pop()
    if (!back) return
    void this.press({ type: 'undo', seq: back.seq }, `${say().undo} ${back.text}`)
  }

  get undoable(): Done | undefined {
    return this.last?.undoable ? this.last : undefined
  }

  ask(asking: Asking): void {
    if (this.follow) return
    this.sheet = undefined
    this.asking = asking
  }

  yes(): void {
    const asking = this.asking
    this.asking = undefined
    asking?.then()
  }

  close(): void {
    this.sheet = undefined
    this.asking = undefined
  }

  /** `said`: what has to be known of it once it is done. */
  async press(
    command: Command,
    text: string,
    { said = '', ...options }: PressOptions & { said?: string } = {},
  ): Promise<void> {
    const no = kindOf(command.type) === 'order' ? blocked(this.session) : undefined
    this.said = no ? `${no.word}: ${no.why}` : this.said
    if (no) return
    this.#note(await this.session.press(command, options), text, UNDOABLE.has(command.type), said)
  }

  /** GO was pressed, on the button or by a key. */
  #gone(outcome: Outcome, id: string): void {
    this.#note(outcome, `${lookNumber(this.state.looks.get(id)?.number ?? '')} GO`, false)
  }

  #note(outcome: Outcome, text: string, undoable: boolean, said = ''): void {
    if (outcome.outcome !== 'ack') return
    // What was done in spite of something, and what it costs: windows that fall, with their sums. What
    // was said of an earlier press is over.
    this.said = outcome.warnings.map((one) => one.detail).join(' ') || said
    this.last = { text, at: this.session.clock.ms(), seq: outcome.seq, undoable }
    if (undoable) this.#done = [...this.#done, this.last].slice(-20)
  }

  #doubt(): string | undefined {
    const { next } = this
    if (!next || next.look.status === 'at_line') return undefined
    return `${say().override}: ${words().status[next.status].toLowerCase()}`
  }

  #chosen(): Row | undefined {
    return this.rows.find((row) => row.id === this.selected) ?? this.next
  }

  #lastOut(): Look | undefined {
    let newest: Look | undefined
    for (const look of this.state.looks.values()) {
      if (look.status !== 'on_runway') continue
      if (!newest || (look.exited_at ?? 0) > (newest.exited_at ?? 0)) newest = look
    }
    return newest
  }

  #select(by: 1 | -1): void {
    const place = this.rows.findIndex((row) => row.id === this.selected)
    const to = Math.max(0, Math.min(this.rows.length - 1, (place < 0 ? 0 : place) + by))
    this.selected = this.rows[to]?.id
  }

  #setSelectedNext(): void {
    if (this.asking) this.yes()
    else if (this.selected !== undefined && this.selected !== this.next?.id) {
      const row = this.rows.find((one) => one.id === this.selected)
      if (row) this.setNext(row)
    }
  }

  #accept(option: number): void {
    const way = this.problems.flatMap((one) => one.ways)[option - 1]
    if (way) this.take(way)
  }
}
