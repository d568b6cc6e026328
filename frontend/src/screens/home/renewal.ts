/** New passes in the place of those whose code is only kept hashed: who gets one, and whose old one ends. */

import type { Session } from '../../lib/session.svelte'
import type { Pass } from '../../wire/state'

/** Of these, those whom nothing shown has heard of: no device of theirs is here, and they have marked nothing. */
export function neverSeen(session: Session, passes: readonly Pass[]): readonly Pass[] {
  const { looks, messages } = session.mirror.state
  const seen = new Set<string | undefined>([
    ...session.screens.map((one) => one.pass),
    ...[...looks.values()].map((one) => one.marked_by),
    ...[...messages.values()].flatMap((one) => [one.sent_by, ...Object.keys(one.acks)]),
  ])
  return passes.filter((one) => !seen.has(one.id))
}

/** Those without a code, except where the same person has a newer pass whose code is known. */
export function toRenew(passes: readonly Pass[], lost: ReadonlySet<string>): readonly Pass[] {
  const known = new Set(passes.filter((one) => !lost.has(one.id)).map(sameness))
  return passes.filter((one) => lost.has(one.id) && !known.has(sameness(one)))
}

function sameness({ role, label = '', scope = {} }: Pass): string {
  const narrowed = Object.entries(scope).sort(([one], [other]) => one.localeCompare(other))
  return JSON.stringify([role, label, narrowed])
}
