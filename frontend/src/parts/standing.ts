/** What the band says about the link and the log: each line with its colour, its shape and its words. */

import type { StatusKey } from '../lib/row'
import type { Session } from '../lib/session.svelte'
import { age, words } from '../lib/words'
import type { Role } from '../wire/state'

export interface Line {
  readonly tone: 'late' | 'risk' | 'calm' | 'good'
  readonly shape: StatusKey | 'risk' | 'stop'
  readonly word: string
  readonly more: string
}

export const OLD_MS = 60_000 // from then on nobody works by what is shown: the plan is the better guess

const ORDERING: readonly Role[] = ['caller', 'starter', 'stage_manager', 'producer', 'owner']

/** Old enough that the last plan is offered in its place? */
export function isOld(session: Session): boolean {
  return session.standing === 'stale' && session.ageMs >= OLD_MS
}

const STALE_MS = 10_000

/** Not old by the clock, and yet not to be trusted: the device slept, and nothing was heard since. */
export function justWoken(session: Session): boolean {
  return session.standing === 'stale' && session.ageMs < STALE_MS
}

/** All that has to be said, the gravest first; nothing while all is well. */
export function linesOf(session: Session): Line[] {
  return [ofLog(session), ofLink(session)].flatMap((one) => one ?? [])
}

function ofLog(session: Session): Line | undefined {
  const say = words().link
  const bad = { tone: 'late', shape: 'stop' } as const
  if (session.damaged) {
    return { ...bad, word: say.damaged, more: say.damagedWhy(session.damaged.seq) }
  }
  if (session.notSaving !== true) return undefined
  const orders = ORDERING.includes(session.me.role)
  return { ...bad, word: say.notSaving, more: orders ? say.notSavingOrders : say.notSavingMarks }
}

function ofLink(session: Session): Line | undefined {
  const say = words().link
  switch (session.standing) {
    case 'live': {
      const { back } = session
      return back && { tone: 'good', shape: 'dressed', word: say.back(back), more: '' }
    }
    case 'delayed':
      return { tone: 'risk', shape: 'risk', word: say.delayed, more: '' }
    case 'offline':
      return { tone: 'calm', shape: 'waiting', word: say.connecting, more: '' }
    case 'stopped':
      return { tone: 'late', shape: 'missing', word: say.stopped, more: '' }
    case 'stale':
      return { tone: 'late', shape: 'missing', ...ofStale(session) }
  }
}

function ofStale(session: Session): Pick<Line, 'word' | 'more'> {
  const say = words().link
  const old = age(session.ageMs)
  if (justWoken(session)) return { word: say.woken, more: say.wokenWhy(old) }
  if (session.behind === true) return { word: say.behind, more: say.behindWhy(old) }
  return { word: say.stale, more: say.staleAge(old) }
}
