/** What the choices of a device are called. */

import { phrases } from '../../lib/phrases'

const en = {
  brightness: 'Brightness',
  textSize: 'Text',
  leftHand: 'Left hand',
  sound: 'Sounds',
  vibration: 'Vibration',
  light: 'Lights up (light theme)',
  awake: 'Keep the screen on',
  test: 'Test this device',
  trust: 'Better over https: how',
} as const

export const say = phrases({ en })
