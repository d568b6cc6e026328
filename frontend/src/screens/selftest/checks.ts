/** What a device is tried for. Each check measures, and says what it means in words; nothing leaves the house. */

import { deviceTime, monotonic } from '../../lib/clock'
import { soundIsOn, unlockSound, buzz, chime } from '../../lib/feedback'
import { vibrates } from '../../lib/device.svelte'
import { keepsWhatIsWritten } from '../../lib/storage-probe'
import { here } from '../../lib/system'
import { wakeLock } from '../../lib/wake.svelte'
import { sleep } from '../sheet/sleep'
import { greeted } from './socket'
import { say } from './words'

export interface Found {
  /** `unsure` where it is no fault, but less than it could be. */
  readonly is: 'good' | 'bad' | 'unsure'
  readonly says: string
  /** What to do about it. */
  readonly todo?: string
}

/** Done, but only who holds the device can say whether it came through. */
export interface Asked {
  readonly is: 'asking'
  readonly says: string
  readonly yes: Found
  readonly no: Found
}

export type Name = keyof ReturnType<typeof say>['names']

export interface Check {
  readonly name: Name
  /** Works only within a tap. */
  readonly onTap?: true
  readonly run: () => Found | Asked | Promise<Found | Asked>
}

interface Sample {
  readonly rtt: number
  readonly offset: number
}

const ROUNDS = 20
const SLOW_MS = 150 // a median above it is felt; a change has to reach every screen in 250 ms
const VERY_SLOW_MS = 500
const CLOCK_OFF_MS = 60_000
const NARROW_PX = 360
const LOW_BATTERY = 0.3

export const CHECKS: readonly Check[] = [
  { name: 'roundTrip', run: () => samples().then(roundTrip) },
  { name: 'socket', run: socket },
  { name: 'clock', run: () => samples().then(clock) },
  { name: 'secure', run: secure },
  { name: 'storage', run: storage },
  { name: 'worker', run: worker },
  { name: 'screen', run: screenSize },
  { name: 'battery', run: battery },
  { name: 'system', run: () => ({ is: 'good', says: here().name }) },
  { name: 'awake', onTap: true, run: awake },
  { name: 'sound', onTap: true, run: sound },
  { name: 'vibration', onTap: true, run: vibration },
]

let sampling: Promise<Sample[]> | undefined

/** Measure anew at the next check. */
export function forget(): void {
  sampling = undefined
}

function samples(): Promise<Sample[]> {
  sampling ??= measured()
  return sampling
}

async function measured(): Promise<Sample[]> {
  const found: Sample[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [sent, sentAt] = [monotonic(), deviceTime()]
    const answer = await fetch('/api/v1/time', { cache: 'no-store' })
    const { now_at } = (await answer.json()) as { now_at: number }
    const rtt = monotonic() - sent
    found.push({ rtt, offset: now_at - (sentAt + rtt / 2) })
  }
  return found.sort((one, other) => one.rtt - other.rtt)
}

function roundTrip(found: readonly Sample[]): Found {
  const at = (place: number) => Math.ceil(found.at(place)?.rtt ?? 0)
  const [median, most] = [at(ROUNDS / 2), at(-1)]
  const says = say().roundTrip(at(0), median, most)
  if (median <= SLOW_MS && most <= VERY_SLOW_MS) return { is: 'good', says }
  return { is: median > VERY_SLOW_MS ? 'bad' : 'unsure', says, todo: say().todo.roundTrip }
}

async function socket(): Promise<Found> {
  const took = await greeted()
  return took === undefined
    ? { is: 'bad', says: say().socket.none, todo: say().todo.socket }
    : { is: 'good', says: say().socket.took(Math.ceil(took.opened), Math.ceil(took.answered)) }
}

function clock(found: readonly Sample[]): Found {
  const [best] = found
  if (!best) return { is: 'bad', says: '' }
  const says = say().clock(Math.round(best.offset), Math.ceil(best.rtt / 2))
  const off = Math.abs(best.offset) > CLOCK_OFF_MS
  return off ? { is: 'unsure', says, todo: say().todo.clock } : { is: 'good', says }
}

function secure(): Found {
  if (location.protocol === 'https:') return { is: 'good', says: say().secure.yes }
  return isSecureContext
    ? { is: 'good', says: say().secure.here }
    : { is: 'unsure', says: say().secure.no, todo: say().todo.secure }
}

async function storage(): Promise<Found> {
  if (!(await keepsWhatIsWritten())) {
    return { is: 'bad', says: say().storage.none, todo: say().todo.storage }
  }
  const manager = navigator.storage as StorageManager | undefined
  if (!manager) return { is: 'good', says: say().storage.plain }
  const [{ quota = 0 }, persisted] = await Promise.all([manager.estimate(), manager.persisted()])
  return { is: 'good', says: say().storage.kept(Math.round(quota / 1e6), persisted) }
}

async function worker(): Promise<Found> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers) return { is: 'unsure', says: say().worker.never, todo: say().todo.secure }
  const here = await workers.getRegistration('/')
  return here?.active
    ? { is: 'good', says: say().worker.here }
    : { is: 'unsure', says: say().worker.notYet, todo: say().todo.worker }
}

function screenSize(): Found {
  const { innerWidth, innerHeight, devicePixelRatio } = window
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const says = say().screen(innerWidth, innerHeight, devicePixelRatio, Math.round(root * 10) / 10)
  const good = innerWidth >= NARROW_PX && root >= 16
  return good ? { is: 'good', says } : { is: 'unsure', says, todo: say().todo.screen }
}

interface Battery {
  readonly level: number
  readonly charging: boolean
}

async function battery(): Promise<Found> {
  const asked = navigator as Navigator & { getBattery?: () => Promise<Battery> }
  if (!asked.getBattery) return { is: 'unsure', says: say().battery.unknown }
  const { level, charging } = await asked.getBattery()
  const says = say().battery.at(Math.round(level * 100), charging)
  const low = level < LOW_BATTERY && !charging
  return low ? { is: 'bad', says, todo: say().todo.battery } : { is: 'good', says }
}

async function awake(): Promise<Found> {
  await wakeLock.prepare()
  if (await wakeLock.ask()) {
    const says = 'wakeLock' in navigator ? say().awake.lock : say().awake.film
    return { is: 'good', says }
  }
  return { is: 'bad', says: say().awake.no, todo: `${say().todo.awake} ${sleep()[here().system]}` }
}

async function sound(): Promise<Found | Asked> {
  await unlockSound()
  if (!soundIsOn()) return { is: 'unsure', says: say().sound.no, todo: say().todo.sound }
  chime('nudge')
  const { ask, yes, unheard } = say().sound
  const no = { is: 'unsure', says: unheard, todo: say().todo.sound } as const
  return { is: 'asking', says: ask, yes: { is: 'good', says: yes }, no }
}

function vibration(): Found | Asked {
  if (!vibrates()) return { is: 'unsure', says: say().vibration.no }
  buzz('nudge')
  const { ask, yes, unfelt } = say().vibration
  const no = { is: 'unsure', says: unfelt } as const
  return { is: 'asking', says: ask, yes: { is: 'good', says: yes }, no }
}
