/** A session without a server: it shows a made-up evening, keeps a diary of presses, and answers them. */

import { ServerTime } from '../../lib/clock'
import { ShowClock } from '../../lib/clock.svelte'
import { Pending, pressKey } from '../../lib/pending.svelte'
import type { Press } from '../../lib/pending.svelte'
import type { Acked, Me, Outcome, PressOptions, Session, Standing } from '../../lib/session.svelte'
import { kindOf } from '../../link/kinds'
import { ShowMirror } from '../../lib/show-mirror.svelte'
import { words } from '../../lib/words'
import type { Command, Screen, State } from '../../wire/state'

export interface Pressed {
  readonly command: Command
  readonly options: PressOptions
}

const AGES: Readonly<Record<Standing, number>> = {
  live: 400,
  delayed: 7_000,
  stale: 41_000,
  offline: 0,
  stopped: 90_000,
}

export class FakeSession implements Session {
  readonly mirror = new ShowMirror()
  readonly clock: ShowClock
  readonly pending = new Pending()
  readonly diary: Pressed[] = []
  me: Me
  standing: Standing = $state('live')
  ageMs = $state(AGES.live)
  screens: readonly Screen[] = $state.raw([])
  stoppedBy: number | undefined = $state.raw()
  back: Session['back'] = $state.raw()
  notSaving = $state.raw(false)
  damaged: Session['damaged'] = $state.raw()
  behind = $state.raw(false)
  newerPage = $state.raw(false)
  /** Set it to have the next press refused. */
  answer: Partial<Outcome> | undefined
  #made = 0

  /** `still` stops the clock at `now`, so that two pictures of a screen are the same picture. */
  constructor(me: Me, state: State, now: number, still = true) {
    this.me = me
    const time = still ? new ServerTime(() => 0) : new ServerTime()
    time.hint(now)
    this.clock = new ShowClock(time)
    this.show(state)
  }

  get canOrder(): boolean {
    return this.standing === 'live'
  }

  get freshAt(): number | undefined {
    return this.standing === 'offline' ? undefined : this.clock.ms() - this.ageMs
  }

  show(state: State): void {
    this.mirror.take({ epoch: 'e1', seq: this.mirror.seq + 1, state })
  }

  /** Change what is shown as a delta would. */
  patch(patch: object): void {
    const seq = this.mirror.seq + 1
    this.mirror.apply({ from: seq, to: seq, patch })
  }

  stand(standing: Standing, ageMs = AGES[standing]): void {
    this.standing = standing
    this.ageMs = ageMs
  }

  /** Something was pressed here earlier, and stands so by now. */
  pressedBefore(command: Command, press: Pick<Press, 'state'> & Partial<Press>): void {
    const id = `before-${++this.#made}`
    const at = this.clock.ms() - 3_000
    this.pending.put({ id, key: pressKey(command), command, quiet: false, pressedAt: at, ...press })
  }

  press(command: Command, options: PressOptions = {}): Promise<Outcome> {
    this.diary.push({ command, options })
    const id = `press-${++this.#made}`
    const away = this.#away(command, id, options)
    if (away) return away
    const acked: Acked = {
      outcome: 'ack',
      id,
      seq: this.mirror.seq + this.#made,
      effect: 'applied',
      duplicate: false,
      warnings: [],
    }
    const outcome = { ...acked, ...this.answer } as Outcome
    const state = outcome.outcome === 'ack' ? 'acked' : 'rejected'
    this.pending.put({
      id,
      key: pressKey(command),
      command,
      quiet: options.quiet ?? false,
      pressedAt: this.clock.ms(),
      state,
      ...(outcome.outcome === 'ack' ? { seq: outcome.seq } : { words: outcome.detail }),
    })
    return Promise.resolve(outcome)
  }

  /** Without a link an order is refused here, and all else waits. */
  #away(command: Command, id: string, options: PressOptions): Promise<Outcome> | undefined {
    if (this.standing === 'live') return undefined
    const order = kindOf(command.type) === 'order'
    const press = { id, key: pressKey(command), command, quiet: options.quiet ?? false } as const
    const pressedAt = this.clock.ms()
    if (!order) {
      this.pending.put({ ...press, pressedAt, state: 'saved-here' })
      return new Promise(() => undefined)
    }
    const detail = words().refused.no_link
    this.pending.put({ ...press, pressedAt, state: 'rejected', code: 'no_link', words: detail })
    return Promise.resolve({ outcome: 'reject', id, code: 'no_link', detail, guards: [] })
  }
}
