/** What a wall says about its link and the log: nobody stands there to press, so it says whom to ask. */

import { wallClock } from '../../lib/clock'
import type { Session } from '../../lib/session.svelte'
import { age } from '../../lib/words'
import type { Line } from '../../parts/standing'
import { link } from './words'

/** All that has to be said, the gravest first; nothing while all is well. */
export function linesOf(session: Session): Line[] {
  return [ofLog(session), ofLink(session)].flatMap((one) => one ?? [])
}

/** Is the board pushed down by a band? It then has one row less. */
export function isBanded(session: Session): boolean {
  return linesOf(session).some((one) => one.tone === 'late')
}

function ofLog(session: Session): Line | undefined {
  const bad = { tone: 'late', shape: 'stop', more: '' } as const
  if (session.damaged) return { ...bad, word: link().damaged }
  return session.notSaving === true ? { ...bad, word: link().notSaving } : undefined
}

function ofLink(session: Session): Line | undefined {
  const say = link()
  switch (session.standing) {
    case 'live':
      return undefined
    case 'delayed':
      return { tone: 'risk', shape: 'risk', word: say.delayed(age(session.ageMs)), more: '' }
    case 'offline':
      return { tone: 'calm', shape: 'waiting', word: say.connecting, more: '' }
    default: {
      const word = say.stale(wallClock(session.freshAt ?? session.clock.ms()))
      return { tone: 'late', shape: 'missing', word, more: '' }
    }
  }
}
