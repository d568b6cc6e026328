/** Hurrying people who have not acknowledged: once each, and again only after the last nudge has lapsed. */

import type { Session } from '../../lib/session.svelte'
import type { Message } from '../../wire/state'
import type { Late } from '../late'

const AGAIN_MS = 30_000 // after 8 s the server tells the head dresser; a second nudge comes only later

/** Those who have not been nudged about it lately. */
export function toNudge(people: readonly Late[], now: number): readonly Late[] {
  return people.filter(({ nudge }) => nudge === undefined || now - nudge.sent_at >= AGAIN_MS)
}

export function nudgeAll(session: Session, about: Message, people: readonly Late[]): void {
  for (const { to } of people) void session.press({ type: 'nudge', to, subject: about.id })
}
