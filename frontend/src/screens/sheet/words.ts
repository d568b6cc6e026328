/** What the choices of a device are called. */

import { phrases } from '../../lib/phrases'

const en = {
  brightness: 'Brightness',
  textSize: 'Text',
  leftHand: 'Left hand',
  sound: 'Sounds',
  vibration: 'Vibration',
  light: 'Lights up (light theme)',
} as const

export const say = phrases({ en })
