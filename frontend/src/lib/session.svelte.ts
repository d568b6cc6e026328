/** What every screen is given: the show, the clock, how fresh it is, who I am, and a way to press. */

import type { Command, Expect, Guard, Role, Scope, Screen } from '../wire/state'
import type { ShowClock } from './clock.svelte'
import type { Pending } from './pending.svelte'
import type { ShowMirror } from './show-mirror.svelte'

/** live < 4 s, delayed < 10 s, stale after; offline: no picture yet; stopped: turned away for good. */
export type Standing = 'live' | 'delayed' | 'stale' | 'offline' | 'stopped'

export type Storing = 'unknown' | 'kept' | 'memory'

export interface Me {
  readonly role: Role
  readonly pass: string
  readonly label: string
  readonly scope: Scope
  readonly showId: string
}

export interface Acked {
  readonly outcome: 'ack'
  readonly id: string
  readonly seq: number
  readonly effect: 'applied' | 'superseded' | 'recorded'
  readonly duplicate: boolean
  readonly warnings: readonly Guard[]
}

export interface Rejected {
  readonly outcome: 'reject'
  readonly id: string
  /** A code of PROTOCOL.md section 6, or `no_link`: refused here, nothing was sent. */
  readonly code: string
  /** A sentence for people. */
  readonly detail: string
  readonly guards: readonly Guard[]
}

export type Outcome = Acked | Rejected

export interface PressOptions {
  /** What the order starts from. `go` gets `next` from the forecast where none is given. */
  readonly expect?: Expect
  /** The reason for passing a soft guard. */
  readonly override?: string
  /** When a mark was observed, in server time; now where absent. */
  readonly occurredAt?: number
  /** Show no toast when it is refused: the screen says it itself. */
  readonly quiet?: boolean
}

export interface Session {
  readonly mirror: ShowMirror
  readonly clock: ShowClock
  readonly standing: Standing
  /** Age of what is shown, in ms. */
  readonly ageMs: number
  /** False from 3 s without a beat: orders are refused here, and GO reads NO LINK. */
  readonly canOrder: boolean
  /** Server time at which the link was last known good, for "NO LINK SINCE". */
  readonly freshAt: number | undefined
  /** Close code after which nobody tries again: 4401, 4403, 4404, 4426. */
  readonly stoppedBy?: number | undefined
  /** For some seconds after an interruption: what became of the presses that it kept back. */
  readonly back?: { readonly sent: number; readonly refused: number } | undefined
  /** The server can't write its log: nothing pressed now is kept by it. */
  readonly notSaving?: boolean
  /** The log is damaged: the show can be read and no more, until somebody restores it. */
  readonly damaged?: { readonly seq?: number; readonly what: string } | undefined
  /** The line is open and beats are heard, but what is shown has not caught up with them. */
  readonly behind?: boolean
  /** The server has a newer page than this one: a reload brings it, and nothing is lost by it. */
  readonly newerPage?: boolean
  /** Are presses kept over a reload? `memory`: only as long as this page is open. */
  readonly storage?: Storing
  readonly pending: Pending
  readonly me: Me
  /** Devices connected, where the role may see them. */
  readonly screens: readonly Screen[]
  /** Send a command. Resolves when the server has answered, or at once where it is refused here. */
  press(command: Command, options?: PressOptions): Promise<Outcome>
}
