/** Which passes a show has, and which ones nearly every show needs. */

import type { LiveState } from '../../lib/live-state.svelte'
import { roleName } from '../../lib/words'
import type { Pass, Role } from '../../wire/state'
import type { PassWanted } from './passes.svelte'
import { say } from './words'

const ONE_OF_EACH: readonly Role[] = ['caller', 'stage_manager', 'starter']

/** Passes that open something, in the order of their roles' names, then by label. */
export function openPasses(state: LiveState): readonly Pass[] {
  return [...state.passes.values()]
    .filter((one) => one.revoked_at === undefined)
    .sort((one, other) => order(one).localeCompare(order(other)))
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

function order(one: Pass): string {
  return `${roleName(one.role)} ${one.label ?? ''}`
}
