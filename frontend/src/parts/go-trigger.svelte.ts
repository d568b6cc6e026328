/** The GO button's law: one press, one GO; 700 ms to re-arm; a key must come up before the next. */

import { buzz, chime } from '../lib/feedback'
import { blocked, type Blocked } from './go-orders'
import type { Outcome, Rejected, Session } from '../lib/session.svelte'
import { words } from '../lib/words'
import { goWords } from './go-words'

export const REARM_MS = 700 // as the server's: a press in between is a slip of the hand
const FIRED_MS = 150
const SLIP_SHOWN_MS = 1_000
const REFUSAL_SHOWN_MS = 8_000

/** armed, fired (filled), rearming (ring), not_ready (GO ANYWAY), no_lease, no_link, nothing to send. */
export type GoState =
  'armed' | 'fired' | 'rearming' | 'not_ready' | 'no_lease' | 'no_link' | 'nothing'

export class GoTrigger {
  fired = $state.raw(false)
  rearming = $state.raw(false)
  /** A press that did not count was just made: shown as such. */
  slipped = $state.raw(false)
  /** Why the last GO did not count, in words; it stands until the next press, or for some seconds. */
  refusal = $state.raw('')
  #keysDown: readonly string[] = []
  #slip: ReturnType<typeof setTimeout> | undefined
  #said: ReturnType<typeof setTimeout> | undefined

  /** `warning` says what stands against the next GO; GO then reads GO ANYWAY and sends that as reason.
   * `answered` is told what became of each GO, however it was pressed. */
  constructor(
    readonly session: Session,
    readonly warning: () => string | undefined = () => undefined,
    readonly answered: (outcome: Outcome, look: string) => void = () => undefined,
  ) {}

  get next(): string | undefined {
    return this.session.mirror.state.forecast.figures.next
  }

  /** Why no order can be given just now. */
  get blocked(): Blocked | undefined {
    return blocked(this.session)
  }

  /** Nobody has the call, or I have. */
  get mine(): boolean {
    const { caller } = this.session.mirror.state.show
    return caller === undefined || caller === this.session.me.pass
  }

  get may(): boolean {
    return this.state === 'armed' || this.state === 'not_ready'
  }

  get state(): GoState {
    if (this.blocked) return 'no_link'
    if (this.fired) return 'fired'
    if (this.rearming) return 'rearming'
    if (!this.mine) return 'no_lease'
    if (this.next === undefined) return 'nothing'
    return this.warning() === undefined ? 'armed' : 'not_ready'
  }

  /** Send the next look. Returns nothing where the press did not count. */
  press(): Promise<Outcome> | undefined {
    const look = this.next
    if (!this.may || look === undefined) {
      this.#refuse()
      return undefined
    }
    const reason = this.warning()
    this.#arm()
    const why = reason === undefined ? {} : { override: reason }
    const options = { expect: { next: look }, quiet: true, ...why }
    const outcome = this.session.press({ type: 'go', look }, options)
    void outcome.then((one) => {
      if (one.outcome === 'reject') this.#refused(one)
      this.answered(one, look)
    })
    return outcome
  }

  /** Feed the screen's keydown of a GO key: auto-repeat, and a key still down, do nothing. */
  keydown(event: KeyboardEvent): void {
    event.preventDefault()
    if (event.repeat || this.#keysDown.length > 0) return
    this.#keysDown = [event.code]
    void this.press()
  }

  keyup(event?: KeyboardEvent): void {
    if (!event || this.#keysDown.includes(event.code)) this.#keysDown = []
  }

  label(): string {
    const say = goWords()
    if (this.blocked) return this.blocked.word
    return this.state === 'not_ready' ? say.anyway : say.go
  }

  #arm(): void {
    buzz('ack')
    chime('go')
    this.fired = this.rearming = true
    this.slipped = false
    this.refusal = ''
    setTimeout(() => (this.fired = false), FIRED_MS)
    setTimeout(() => (this.rearming = false), REARM_MS)
  }

  /** The server said no: that stands on the button, where the eye is. */
  #refused({ code, detail }: Rejected): void {
    const known: Readonly<Record<string, string>> = words().refused
    this.refusal = detail === '' ? (known[code] ?? code) : detail
    clearTimeout(this.#said)
    this.#said = setTimeout(() => (this.refusal = ''), REFUSAL_SHOWN_MS)
    this.#refuse()
  }

  #refuse(): void {
    chime('refused')
    this.slipped = true
    clearTimeout(this.#slip)
    this.#slip = setTimeout(() => (this.slipped = false), SLIP_SHOWN_MS)
  }
}
