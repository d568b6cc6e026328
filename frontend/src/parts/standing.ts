/** What the band says about the link and the log: each line with its colour, its shape and its words. */

import { wallClock } from '../lib/clock'
import { justWoken } from '../lib/orders'
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

const ORDERING: ReadonlySet<Role> = new Set([
  'caller',
  'starter',
  'stage_manager',
  'producer',
  'owner',
])

/** Old enough that the last plan is offered in its place? */
export function isOld(session: Session): boolean {
  return session.standing === 'stale' && session.ageMs >= OLD_MS
}

/** All that has to be said, the gravest first; nothing while all is well. */
export function linesOf(session: Session, form: 'phone' | 'tv'): Line[] {
  const lines = [ofLog(session, form), ofLink(session, form)]
  return lines.flatMap((one) => one ?? [])
}

/** Is a wall's board pushed down by a band? It then has one row less. */
export function isBanded(session: Session): boolean {
  return linesOf(session, 'tv').some((one) => one.tone === 'late')
}

function ofLog(session: Session, form: 'phone' | 'tv'): Line | undefined {
  const say = words().link
  const bad = { tone: 'late', shape: 'stop' } as const
  if (session.damaged) {
    return form === 'tv'
      ? { ...bad, word: say.damagedTv, more: '' }
      : { ...bad, word: say.damaged, more: say.damagedWhy(session.damaged.seq) }
  }
  if (session.notSaving !== true) return undefined
  if (form === 'tv') return { ...bad, word: say.notSavingTv, more: '' }
  const orders = ORDERING.has(session.me.role)
  return { ...bad, word: say.notSaving, more: orders ? say.notSavingOrders : say.notSavingMarks }
}

function ofLink(session: Session, form: 'phone' | 'tv'): Line | undefined {
  const say = words().link
  switch (session.standing) {
    case 'live':
      return form === 'phone' ? ofReturn(session) : undefined
    case 'delayed': {
      const word = form === 'tv' ? say.delayedTv(age(session.ageMs)) : say.delayed
      return { tone: 'risk', shape: 'risk', word, more: '' }
    }
    case 'stale':
      return { tone: 'late', shape: 'missing', ...ofStale(session, form) }
    case 'offline':
      return { tone: 'calm', shape: 'waiting', word: say.connecting, more: '' }
    case 'stopped':
      return { tone: 'late', shape: 'missing', word: say.stopped, more: '' }
  }
}

function ofStale(session: Session, form: 'phone' | 'tv'): Pick<Line, 'word' | 'more'> {
  const say = words().link
  const old = age(session.ageMs)
  if (form === 'tv') return { word: say.staleTv(wallClock(session.freshAt ?? 0)), more: '' }
  if (justWoken(session)) return { word: say.woken, more: say.wokenWhy(old) }
  if (session.behind === true) return { word: say.behind, more: say.behindWhy(old) }
  return { word: say.stale, more: say.staleAge(old) }
}

function ofReturn(session: Session): Line | undefined {
  if (!session.back) return undefined
  const { sent, refused } = session.back
  return { tone: 'good', shape: 'dressed', word: words().link.back(sent, refused), more: '' }
}
