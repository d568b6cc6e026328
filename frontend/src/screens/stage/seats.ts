/** Sessions for tests: a screen's usual seat in front of the stage's evening. */

import type { ScreenName } from '../../lib/places'
import { staged } from './cast'
import type { FakeSession } from './fake-session.svelte'

export function sessionAt(
  screen: ScreenName,
  state = 'live',
  role?: 'owner' | 'stage_manager',
): FakeSession {
  return staged({ screen, state, looks: 40, still: true, role })
}

/** The commands pressed so far, by type. */
export function pressed(session: FakeSession): string[] {
  return session.diary.map((one) => one.command.type)
}
