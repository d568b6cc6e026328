/** What this device can do, watched and told: so that a phone which may sleep is found before it costs a mark. */

import type { Device } from '../wire/protocol.gen'
import { ownBuild } from './build'
import { soundIsOn, tickWith } from './feedback'
import { settings } from './settings.svelte'
import { keepsWhatIsWritten } from './storage-probe'
import { here } from './system'
import { switchTick } from './tick'
import { wakeLock } from './wake.svelte'

/** Keep the screen on, and tell what this device can do, now and whenever it changes. The result ends it. */
export function lookAfterDevice(tell: (device: Device) => void): () => void {
  let told = ''
  let stopped = false
  let storage: NonNullable<Device['storage']> | undefined
  const say = () => {
    const device = { ...now(), ...(storage && { storage }) }
    const text = JSON.stringify(device)
    if (stopped || text === told) return
    told = text
    tell(device)
  }
  const letSleep = wakeLock.keep()
  const tick = switchTick()
  if (tick) tickWith(tick)
  void kept().then((found) => {
    storage = found
    say()
  })
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  const tapped = () => setTimeout(say) // what a tap unlocks is open a moment after it
  workers?.addEventListener('controllerchange', say)
  document.addEventListener('pointerup', tapped)
  const stopWatching = $effect.root(() => {
    $effect(say)
  })
  return () => {
    stopped = true
    letSleep()
    stopWatching()
    document.removeEventListener('pointerup', tapped)
    workers?.removeEventListener('controllerchange', say)
  }
}

function now(): Device {
  const page = ownBuild()
  return {
    system: here().name,
    secure: isSecureContext,
    wake_lock: wakeLock.held ? 'on' : wakeLock.possible ? 'off' : 'none',
    vibrate: vibrates() && settings.choices.vibration,
    sound: soundIsOn(),
    offline: (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller != null,
    ...(page !== undefined && { page }),
  }
}

/** Computers have the word but no motor; iPhones have neither. */
export function vibrates(): boolean {
  return 'vibrate' in navigator && matchMedia('(any-pointer: coarse)').matches
}

export async function kept(): Promise<NonNullable<Device['storage']>> {
  if (!(await keepsWhatIsWritten())) return 'none'
  // Over plain http nobody can ask that it be kept when space runs out.
  const storage = navigator.storage as StorageManager | undefined
  if (!storage) return 'may go'
  // Firefox would put the question to a dresser in the middle of a change.
  const asks = here().name.includes('Firefox')
  const persists = asks ? storage.persisted() : storage.persist()
  return (await persists.catch(() => false)) ? 'kept' : 'may go'
}
