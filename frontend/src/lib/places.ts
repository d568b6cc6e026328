/** Where this page is: the address says which screen of which show. */

import type { Role } from '../wire/state'

export type ScreenName = 'caller' | 'starter' | 'dresser' | 'room' | 'backstage'

/** One show screen. `tv` is the diagonal in inches, `d` the farthest reader in metres. */
export interface Place {
  readonly kind: 'show' | 'tv'
  readonly showId: string
  readonly screen: ScreenName
  readonly room?: string
  readonly tv?: number
  readonly d?: number
}

export type Address = { readonly kind: 'home' } | { readonly kind: 'join' } | Place

const SCREENS: ReadonlySet<string> = new Set<ScreenName>([
  'caller',
  'starter',
  'dresser',
  'room',
  'backstage',
])

/** Which screen a role works on. A role without one of its own reads the backstage board. */
const SCREEN_OF: Partial<Record<Role, ScreenName>> = {
  producer: 'caller',
  owner: 'caller',
  caller: 'caller',
  stage_manager: 'caller',
  starter: 'starter',
  head_dresser: 'dresser',
  dresser: 'dresser',
}

export function screenOf(role: Role): ScreenName {
  return SCREEN_OF[role] ?? 'backstage'
}

/** The address at which a role works in a show. */
export function showPath(showId: string, role: Role): string {
  return `/show/${encodeURIComponent(showId)}/${screenOf(role)}`
}

export function placeOf(url: URL): Address {
  const [kind, showId, screen, room] = url.pathname
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent)
  if (kind === 'join') return { kind: 'join' }
  if ((kind !== 'show' && kind !== 'screen') || !showId) return { kind: 'home' }
  return {
    kind: kind === 'screen' ? 'tv' : 'show',
    showId,
    screen: named(screen),
    ...given('room', room),
    ...given('tv', Number(url.searchParams.get('tv'))),
    ...given('d', Number(url.searchParams.get('d'))),
  }
}

function given(name: string, value: string | number | undefined): object {
  return value ? { [name]: value } : {}
}

function named(screen: string | undefined): ScreenName {
  if (screen !== undefined && SCREENS.has(screen)) return screen as ScreenName
  return screen === undefined ? 'backstage' : screenOf(screen as Role)
}
