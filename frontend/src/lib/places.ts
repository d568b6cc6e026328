/** Where this page is: the address says which screen of which show. */

import { en } from './words/en'
import type { Role } from '../wire/state'

export type ScreenName = 'caller' | 'starter' | 'dresser' | 'room' | 'backstage'

/** One show screen. `tv` is the diagonal in inches, `d` the farthest reader in metres. */
export interface Place {
  readonly kind: 'show' | 'tv'
  readonly showId: string
  readonly screen: ScreenName
  /** Which of this browser's passes is meant, where it has several. */
  readonly role: Role
  /** The address names no screen: the scope of the pass decides which board a wall shows. */
  readonly byScope?: boolean
  readonly room?: string
  readonly tv?: number
  readonly d?: number
}

export type Address =
  | { readonly kind: 'home' }
  | { readonly kind: 'join' }
  | { readonly kind: 'trust' }
  | { readonly kind: 'selftest' }
  | Place

const SCREENS: ReadonlySet<string> = new Set<ScreenName>([
  'caller',
  'starter',
  'dresser',
  'room',
  'backstage',
])

/** Pages for whoever comes. */
const OPEN: ReadonlySet<string> = new Set(['join', 'trust', 'selftest'])

const ROLES: ReadonlySet<string> = new Set(Object.keys(en.role))

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
  const show = encodeURIComponent(showId)
  return role === 'screen' ? `/screen/${show}` : `/show/${show}/${role}`
}

export function placeOf(url: URL): Address {
  const [kind, showId, screen, room] = url.pathname
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent)
  if ((kind !== 'show' && kind !== 'screen') || !showId) return open(kind)
  return {
    kind: kind === 'screen' ? 'tv' : 'show',
    showId,
    ...named(screen, kind === 'screen'),
    ...(kind === 'screen' && screen === undefined && { byScope: true }),
    ...given('room', room),
    ...given('tv', Number(url.searchParams.get('tv'))),
    ...given('d', Number(url.searchParams.get('d'))),
  }
}

function open(word = 'home'): Address {
  return { kind: OPEN.has(word) ? word : 'home' } as Address
}

function given(name: string, value: string | number | undefined): object {
  return value ? { [name]: value } : {}
}

/** A screen goes by its own name, or by the role that works on it. */
function named(word: string | undefined, tv: boolean): Pick<Place, 'screen' | 'role'> {
  const role = word !== undefined && ROLES.has(word) && !tv ? (word as Role) : 'screen'
  const known = word !== undefined && SCREENS.has(word)
  return { role, screen: known ? (word as ScreenName) : screenOf(role) }
}
