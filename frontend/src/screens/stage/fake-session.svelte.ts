/** A session without a server: it shows a made-up evening, keeps a diary of presses, and answers them. */

import { ServerTime } from '../../lib/clock'
import { ShowClock } from '../../lib/clock.svelte'
import { Pending, pressKey } from '../../lib/pending.svelte'
import type { Acked, Me, Outcome, PressOptions, Session, Standing } from '../../lib/session.svelte'
import { ShowMirror } from '../../lib/show-mirror.svelte'
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

  get freshAt(): number {
    return this.clock.ms() - this.ageMs
  }

  show(state: State): void {
    this.mirror.take({ epoch: 'e1', seq: this.mirror.seq + 1, state })
  }

  /** Change what is shown as a delta would. */
  patch(patch: object): void {
    const seq = this.mirror.seq + 1
    this.mirror.apply({ from: seq, to: seq, patch })
  }

  stand(standing: Standing): void {
    this.standing = standing
    this.ageMs = AGES[standing]
  }

  press(command: Command, options: PressOptions = {}): Promise<Outcome> {
    this.diary.push({ command, options })
    const id = `press-${++this.#made}`
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
}
