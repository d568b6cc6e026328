/** What a hand feels and an ear hears: patterns of SCREENS.md section 3. */

import { settings } from './settings.svelte'

const BUZZES = {
  ack: [20],
  nudge: [200, 100, 200],
  change: [80, 60, 80, 60, 80],
  stop: [600],
} as const

/** Hertz and seconds of each tone, one after the other. */
const CHIMES = {
  ack: [[880, 0.05]],
  go: [[1320, 0.06]],
  refused: [[220, 0.12]],
  nudge: [
    [880, 0.18],
    [1175, 0.22],
  ],
  change: [
    [660, 0.12],
    [880, 0.12],
  ],
  stop: [
    [440, 0.5],
    [330, 0.7],
  ],
} as const

let audio: AudioContext | undefined
let tick: (() => void) | undefined

/** To be called within a tap: browsers let no sound out before one. */
export async function unlockSound(): Promise<boolean> {
  try {
    audio ??= new AudioContext()
    await audio.resume()
    return audio.state === 'running'
  } catch {
    return false
  }
}

/** Is this device heard? */
export function soundIsOn(): boolean {
  return settings.choices.sound && audio?.state === 'running'
}

/** Where a device has something else for fingers. */
export function tickWith(how: () => void): void {
  tick = how
}

export function buzz(kind: keyof typeof BUZZES): void {
  if (!settings.choices.vibration) return
  // iPhones do not vibrate for a page: what they have is a tick within a tap. It is only ever a bonus.
  if ('vibrate' in navigator) navigator.vibrate([...BUZZES[kind]])
  else if (kind === 'ack') tick?.()
}

export function chime(kind: keyof typeof CHIMES): void {
  if (!audio || !soundIsOn()) return
  let at = audio.currentTime
  for (const [hertz, seconds] of CHIMES[kind]) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.25, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + seconds)
    at += seconds
  }
}
