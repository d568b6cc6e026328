/** For tests: a session without a server; it shows what it is given and keeps a diary of presses. */

import { ServerTime } from '../lib/clock'
import { ShowClock } from '../lib/clock.svelte'
import { Pending } from '../lib/pending.svelte'
import type { Me, Outcome, PressOptions, Session, Standing } from '../lib/session.svelte'
import { ShowMirror } from '../lib/show-mirror.svelte'
import type { Command, State } from '../wire/state'

export const NOW = 1_795_687_200_000

export class ASession implements Session {
  readonly mirror = new ShowMirror()
  readonly clock: ShowClock
  readonly pending = new Pending()
  screens: Session['screens'] = $state.raw([])
  readonly diary: { readonly command: Command; readonly options: PressOptions }[] = []
  standing: Standing = $state.raw('live')
  ageMs = $state.raw(0)
  canOrder = $state.raw(true)
  freshAt: number | undefined = $state.raw(NOW)
  back: Session['back'] = $state.raw()
  notSaving = $state.raw(false)
  damaged: Session['damaged'] = $state.raw()
  behind = $state.raw(false)
  newerPage = $state.raw(false)
  me: Me = $state.raw({ role: 'caller', pass: 'p1', label: 'Ana', scope: {}, showId: 's1' })
  /** What the server says to the next press. */
  answer: Partial<Outcome> = {}

  constructor(state: object) {
    const time = new ServerTime(() => 0)
    time.hint(NOW)
    this.clock = new ShowClock(time)
    this.mirror.take({ epoch: 'e1', seq: 1, state: state as State })
  }

  press(command: Command, options: PressOptions = {}): Promise<Outcome> {
    this.diary.push({ command, options })
    const ack = { outcome: 'ack', id: 'c1', seq: 2, effect: 'applied', duplicate: false }
    return Promise.resolve({ ...ack, warnings: [], ...this.answer } as Outcome)
  }
}
