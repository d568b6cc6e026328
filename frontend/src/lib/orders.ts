/** Why no order can be given just now: said on GO and on every other order, from 3 s without a beat. */

import type { Session } from './session.svelte'
import { age, words } from './words'

export interface Blocked {
  /** What the button reads instead: NO LINK. */
  readonly word: string
  readonly why: string
}

/** Return nothing while orders can be given. Marks and stops are never blocked. */
export function blocked(session: Session): Blocked | undefined {
  const say = words().go
  if (session.damaged) return { word: say.readOnly, why: say.byVoice }
  if (session.notSaving === true) return { word: say.notSaving, why: say.byVoice }
  return session.canOrder ? undefined : { word: say.noLink, why: whyNoLink(session) }
}

function whyNoLink(session: Session): string {
  const say = words()
  if (session.standing === 'stopped') return say.link.stopped.toLowerCase()
  if (session.freshAt === undefined) return say.link.connecting
  if (justWoken(session)) return say.go.checking
  return session.behind === true ? say.go.catchingUp : say.go.lastHeard(age(session.ageMs))
}

const STALE_MS = 10_000

/** Not old by the clock, and yet not to be trusted: the device slept, and nothing was heard since. */
export function justWoken(session: Session): boolean {
  return session.standing === 'stale' && session.ageMs < STALE_MS
}

/** What a button of an order says while it can't be pressed; false while it can. */
export function offWord(session: Session): string | false {
  return blocked(session)?.word ?? false
}
