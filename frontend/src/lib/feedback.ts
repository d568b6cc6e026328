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

export function buzz(kind: keyof typeof BUZZES): void {
  // iPhones have no vibration at all: it is only ever a bonus.
  if (settings.choices.vibration && 'vibrate' in navigator) navigator.vibrate([...BUZZES[kind]])
}

export function chime(kind: keyof typeof CHIMES): void {
  if (!settings.choices.sound || audio?.state !== 'running') return
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
