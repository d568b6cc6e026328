/** Why no order can be given just now: said on GO and on every other order, from 3 s without a beat. */

import type { Session } from '../lib/session.svelte'
import { age, words } from '../lib/words'
import { goWords } from './go-words'
import { justWoken } from './standing'

export interface Blocked {
  /** What the button reads instead: NO LINK. */
  readonly word: string
  readonly why: string
}

/** Return nothing while orders can be given. Marks and stops are never blocked. */
export function blocked(session: Session): Blocked | undefined {
  const say = goWords()
  if (session.damaged) return { word: say.readOnly, why: say.byVoice }
  if (session.notSaving === true) return { word: say.notSaving, why: say.byVoice }
  return session.canOrder ? undefined : { word: say.noLink, why: whyNoLink(session) }
}

function whyNoLink(session: Session): string {
  const say = goWords()
  const { link } = words()
  if (session.standing === 'stopped') return link.stopped.toLowerCase()
  if (session.freshAt === undefined) return link.connecting
  if (justWoken(session)) return say.checking
  return session.behind === true ? say.catchingUp : say.lastHeard(age(session.ageMs))
}

/** What a button of an order says while it can't be pressed; false while it can. */
export function offWord(session: Session): string | false {
  return blocked(session)?.word ?? false
}
