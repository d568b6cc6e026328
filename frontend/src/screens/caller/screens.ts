/** The screens as the caller reads them: the worst first, each with its shape and what it can do. */

import type { StatusKey } from '../../lib/row'
import { roleName } from '../../lib/words'
import type { Screen } from '../../wire/state'
import { told as say } from './words'

export const SHAPES: Readonly<Record<Screen['standing'], StatusKey | 'risk'>> = {
  live: 'ready',
  delayed: 'risk',
  stale: 'missing',
  gone: 'done',
}

const RANK: readonly Screen['standing'][] = ['stale', 'gone', 'delayed', 'live']

/** The worst first, those who fell away last on top. */
export function inOrder(screens: readonly Screen[]): Screen[] {
  return [...screens].sort(
    (a, b) =>
      RANK.indexOf(a.standing) - RANK.indexOf(b.standing) ||
      (a.standing === 'live' ? name(a).localeCompare(name(b)) : b.since_at - a.since_at),
  )
}

export function name(screen: Screen): string {
  return screen.label ?? roleName(screen.role)
}

export interface Counts {
  readonly live: number
  readonly delayed: number
  readonly stale: number
  readonly gone: number
}

/** How many stand how. A device that is gone and whose pass is here on another is not missed. */
export function counted(screens: readonly Screen[]): Counts {
  const here = new Set(screens.filter((one) => one.standing !== 'gone').map((one) => one.pass))
  const of = (standing: Screen['standing']) =>
    screens.filter(
      (one) => one.standing === standing && (standing !== 'gone' || !here.has(one.pass)),
    ).length
  return { live: of('live'), delayed: of('delayed'), stale: of('stale'), gone: of('gone') }
}

/** Names of those whose screens do not follow, the last to fall away first. */
export function lost(screens: readonly Screen[]): string[] {
  const here = new Set(screens.filter((one) => one.standing === 'live').map((one) => one.pass))
  const names = inOrder(screens)
    .filter((one) => one.standing === 'stale' || one.standing === 'gone')
    .filter((one) => !here.has(one.pass))
    .map(name)
  return [...new Set(names)]
}

/** `iPhone, may fall asleep, keeps taps only while open`: its system, and what it can not do. */
export function deviceText({ device }: Screen): string {
  if (!device) return ''
  const words = say().device
  return [
    device.system ?? '',
    device.wake_lock === 'on' || device.wake_lock === undefined ? '' : words.sleeps,
    device.storage === 'none' ? words.forgets : '',
    device.sound === false ? words.mute : '',
    device.secure === false ? words.plain : '',
  ]
    .filter(Boolean)
    .join(', ')
}
