/** What the joining page says. */

import { phrases } from '../../lib/phrases'

export const say = phrases({
  en: {
    title: 'Join the show',
    scan: 'Scan the code on the wall, or type it here.',
    typePin: 'Type the PIN that came with your code.',
    code: 'Code',
    next: 'Next',
    pin: 'PIN',
    pinWhy: 'This pass opens a lot, so it also needs a PIN. Ask whoever gave you the code.',
    again: 'Another code',
    looking: 'Looking…',
    youAre: 'You are',
    for: 'for',
    start: 'I’M HERE – START',
    startWhy: 'Switches the sound on and keeps the screen on where the browser lets us.',
    notYou: 'Not you? Take another code',
    wait: (seconds: string) => `Too many tries. Wait ${seconds}.`,
  },
})
