/** What /selftest says: what was measured, what it means, and what to do about it. */

import { phrases } from '../../lib/phrases'

const secondsOf = (ms: number) => (Math.abs(ms) < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`)

const en = {
  title: 'Test this device',
  why: 'Measured here, between this device and the server. Nothing leaves the house.',
  again: 'Test again',
  tap: 'Test screen, sound and vibration',
  tapWhy: 'One tap: browsers let none of the three out before it.',
  report: 'Report',
  copy: 'Copy the report',
  copied: 'Copied',
  trust: 'How to make this device trust the server',
  waiting: 'waits for a tap',
  running: 'measuring…',
  failed: 'could not be measured',
  marks: { good: '✓', bad: '✕', unsure: '–', running: '…', asking: '?' },
  sum: (bad: number, unsure: number, open: number) =>
    bad > 0
      ? `${bad} of these will get in your way.`
      : open > 0
        ? `Nothing in the way so far. ${open === 1 ? 'One test still waits' : `${open} tests still wait`} for you.`
        : unsure > 0
          ? 'Good to go. What could be better is marked –.'
          : 'All good.',
  names: {
    roundTrip: 'Round trip',
    socket: 'Live line',
    clock: 'Clock',
    secure: 'Connection',
    storage: 'Keeps taps',
    worker: 'Opens offline',
    screen: 'Screen',
    battery: 'Battery',
    system: 'System',
    awake: 'Stays awake',
    sound: 'Sound',
    vibration: 'Vibration',
  },
  roundTrip: (min: number, median: number, max: number) =>
    `${min} / ${median} / ${max} ms (least, median, most of 20)`,
  socket: {
    took: (opened: number, answered: number) =>
      `opened in ${opened} ms, answered in ${answered} ms`,
    none: 'no line, or nothing comes through it',
  },
  clock: (offset: number, error: number) =>
    `server ${offset < 0 ? '−' : '+'}${secondsOf(Math.abs(offset))}, ± ${error} ms`,
  secure: {
    yes: 'https',
    here: 'plain http, on the server’s own computer',
    no: 'plain http: works, with less help from the browser',
  },
  storage: {
    none: 'nothing is kept when the page closes',
    plain: 'written and read; the system may clear it when space runs out',
    kept: (mb: number, persisted: boolean) =>
      `written and read; room for ${mb} MB; ${persisted ? 'kept for good' : 'the system may clear it when space runs out'}`,
  },
  worker: {
    here: 'yes',
    notYet: 'not yet',
    never: 'not over plain http',
  },
  screen: (width: number, height: number, dots: number, root: number) =>
    `${width} × ${height}, ${Math.round(dots * 100) / 100} dots a pixel, type ${root} px`,
  battery: {
    at: (percent: number, charging: boolean) => `${percent} %${charging ? ', charging' : ''}`,
    unknown: 'the browser does not say',
  },
  awake: {
    lock: 'the browser keeps the screen on',
    film: 'a silent film keeps the screen on',
    no: 'the screen may sleep',
  },
  sound: {
    ask: 'two tones were played: did you hear them?',
    yes: 'two tones were played and heard',
    unheard: 'two tones were played, nothing was heard',
    no: 'off',
  },
  vibration: {
    ask: 'it was asked to buzz: did you feel it?',
    yes: 'felt',
    unfelt: 'not felt: colour and sound tell you',
    no: 'not on this device: colour and sound tell you',
  },
  yes: 'Yes',
  no: 'No',
  todo: {
    roundTrip:
      'Go nearer to the access point, or change to 5 GHz. Streams on the same Wi-Fi slow it.',
    socket:
      'Something between here and the server lets no WebSocket through: a proxy, a VPN, a guest portal.',
    clock: 'Nothing: Standby counts by the server’s clock. Other programs may be confused.',
    secure: 'For more: let this device trust the server.',
    storage: 'Leave the private window, or free some space on this device.',
    worker: 'Open a show once with the network there; it is kept then.',
    screen: 'Turn the device upright, or choose a smaller zoom.',
    battery: 'Charge it, or bring a power bank.',
    awake: 'The screen then sleeps by the device’s own setting.',
    sound: 'Turn sounds on in the menu of a show’s screen, and look at the mute switch.',
  },
}

export const say = phrases({ en })
