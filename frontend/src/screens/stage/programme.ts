/** The screens that the stage can show, each loaded when it is asked for. */

import type { Component } from 'svelte'
import type { ScreenName } from '../../lib/places'
import type { Session } from '../../lib/session.svelte'

/** What any screen may be given by its address. */
export interface ScreenProps extends Record<string, unknown> {
  session: Session
  tv?: number | undefined
  d?: number | undefined
  room?: string | undefined
  follow?: boolean
}

type Loaded = { readonly default: unknown }

const PLACES: Readonly<Record<ScreenName, () => Promise<Loaded>>> = {
  caller: () => import('../caller'),
  starter: () => import('../starter'),
  dresser: () => import('../dresser'),
  room: () => import('../room'),
  backstage: () => import('../backstage'),
}

export async function screen(name: ScreenName): Promise<Component<ScreenProps>> {
  return (await PLACES[name]()).default as Component<ScreenProps>
}
