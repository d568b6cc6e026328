/** The GO button's law: one press, one GO; 700 ms to re-arm; a key must come up before the next. */

import type { Outcome, Session } from '../lib/session.svelte'
import { words } from '../lib/words'

export const REARM_MS = 700 // as the server's: a press in between is a slip of the hand

/** armed, fired (filling), rearming (ring), not_ready (GO ANYWAY), no_lease, no_link, nothing. */
export type GoState =
  'armed' | 'fired' | 'rearming' | 'not_ready' | 'no_lease' | 'no_link' | 'nothing'

export class GoTrigger {
  /** Until when a press is too soon, on the monotonic clock. */
  rearming = $state.raw(false)
  fired = $state.raw(false)
  /** Counts presses that came too soon: each one shakes the button. */
  tooSoon = $state.raw(0)
  #keyDown = false

  constructor(
    readonly session: Session,
    /** What stands against the next GO in words; GO then reads GO ANYWAY and sends this as override. */
    readonly warning: () => string | undefined = () => undefined,
  ) {}

  get next(): string | undefined {
    return this.session.mirror.state.forecast.figures.next
  }

  get mine(): boolean {
    const { caller } = this.session.mirror.state.show
    return caller === undefined || caller === this.session.me.pass
  }

  get state(): GoState {
    if (!this.session.canOrder) return 'no_link'
    if (this.fired) return 'fired'
    if (this.rearming) return 'rearming'
    if (!this.mine) return 'no_lease'
    if (this.next === undefined) return 'nothing'
    return this.warning() === undefined ? 'armed' : 'not_ready'
  }

  /** Fire the next look. Returns nothing where the press did not count. */
  press(): Promise<Outcome> | undefined {
    if (this.rearming || this.fired) {
      this.tooSoon += 1
      return undefined
    }
    const look = this.next
    if (look === undefined || !this.mine || !this.session.canOrder) return undefined
    const reason = this.warning()
    this.#arm()
    return this.session.press(
      { type: 'go', look },
      { expect: { next: look }, ...(reason !== undefined && { override: reason }) },
    )
  }

  /** Feed the screen's keydown for a GO key; auto-repeat and a key still down do nothing. */
  keydown(event: KeyboardEvent): void {
    event.preventDefault()
    if (event.repeat || this.#keyDown) return
    this.#keyDown = true
    void this.press()
  }

  keyup(): void {
    this.#keyDown = false
  }

  label(): string {
    const say = words().go
    if (this.state === 'no_link') return say.noLink
    return this.state === 'not_ready' ? say.anyway : say.go
  }

  #arm(): void {
    this.fired = true
    this.rearming = true
    setTimeout(() => (this.fired = false), 150)
    setTimeout(() => (this.rearming = false), REARM_MS)
  }
}
