/** How each system is told by hand not to let the screen sleep, where no page can. */

import { phrases } from '../../lib/phrases'

const en = {
  ios: 'Settings › Display & Brightness › Auto-Lock › Never; Low Power Mode off.',
  android: 'Settings › Display › Screen timeout › the longest; battery saver off.',
  windows: 'Settings › System › Power › Screen › Never.',
  macos: 'System Settings › Lock Screen › Turn display off › Never.',
  chromeos: 'Settings › Device › Power › Keep display on.',
  linux: 'Settings › Power › Screen blank › Never.',
}

export const sleep = phrases({ en })
