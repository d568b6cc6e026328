/** Which passes a show has, and which ones nearly every show needs. */

import type { LiveState } from '../../lib/live-state.svelte'
import { roleName, words } from '../../lib/words'
import type { Pass, Role } from '../../wire/state'
import type { PassWanted } from './passes.svelte'
import { say } from './words'

const ONE_OF_EACH: readonly Role[] = ['caller', 'stage_manager', 'starter']

/** Passes that open something: those who lead first, then by label. */
export function openPasses(state: LiveState): readonly Pass[] {
  const ranks = Object.keys(words().role)
  return [...state.passes.values()]
    .filter((one) => one.revoked_at === undefined)
    .sort((one, other) => {
      const rank = ranks.indexOf(one.role) - ranks.indexOf(other.role)
      return (
        rank || (one.label ?? '').localeCompare(other.label ?? '', undefined, { numeric: true })
      )
    })
}

/** What nearly every show needs, without what it has already. */
export function usualPasses(state: LiveState): readonly PassWanted[] {
  const have = new Set(openPasses(state).map((one) => `${one.role}/${one.label ?? ''}`))
  const wanted: PassWanted[] = [
    ...ONE_OF_EACH.map((role) => ({ role, label: roleName(role) })),
    ...[...state.crew.values()].map((one) => ({
      role: one.role,
      label: one.name ?? roleName(one.role),
      scope: { crew: one.id },
    })),
    { role: 'screen', label: say().screens.backstage },
    ...[...state.rooms.values()].map((room) => ({
      role: 'screen' as const,
      label: say().screens.room(room.name),
      scope: { room: room.id },
    })),
  ]
  const led = new Set([...state.crew.values()].map((one) => one.role))
  return wanted
    .filter((one) => one.scope !== undefined || !led.has(one.role))
    .filter((one) => !have.has(`${one.role}/${one.label}`))
}
