/** What a device says of itself, in words for whoever looks after it: short, the good and the bad. */

import type { Device } from '../wire/protocol.gen'
import { phrases } from './phrases'

export interface Ability {
  readonly word: string
  /** Undefined where it is neither: something to know. */
  readonly good?: boolean
}

const en = {
  secure: ['plain http', 'https'],
  awake: { on: 'stays awake', off: 'may sleep', none: 'may sleep' },
  storage: { kept: 'keeps marks', 'may go': 'keeps marks', none: 'loses marks when closed' },
  offline: 'opens offline',
  vibrate: ['no vibration', 'vibrates'],
  sound: ['silent', 'sounds'],
  page: ['old page: reload it', 'page is current'],
} as const

const say = phrases({ en })

/** `page` is what the newest page calls itself; without it nothing is said of its age. */
export function abilities(device: Device, page?: string): Ability[] {
  const { system, secure, wake_lock, storage, offline, vibrate, sound } = device
  const current = page === undefined || device.page === undefined ? undefined : device.page === page
  return [
    ...told(system, (word) => ({ word })),
    ...told(secure, (yes) => ({ word: either(say().secure, yes) })),
    ...told(wake_lock, (how) => ({ word: say().awake[how], good: how === 'on' })),
    ...told(storage, (how) => ({ word: say().storage[how], good: how !== 'none' })),
    ...told(offline || undefined, () => ({ word: say().offline, good: true })),
    ...told(vibrate, (yes) => ({ word: either(say().vibrate, yes) })),
    ...told(sound, (yes) => ({ word: either(say().sound, yes) })),
    ...told(current, (yes) => ({ word: either(say().page, yes), good: yes })),
  ]
}

function told<T>(value: T | undefined, say: (value: T) => Ability): Ability[] {
  return value === undefined ? [] : [say(value)]
}

function either(words: readonly [string, string], yes: boolean): string {
  return words[yes ? 1 : 0]
}
