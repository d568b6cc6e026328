/** What the owner's home says. */

import { phrases } from '../../lib/phrases'

/** As the terminal says it: app/files/faults.py. */
const lacks: Readonly<Record<string, string>> = {
  title: 'The show has no title.',
  looks: 'There is no look in it.',
}

export const say = phrases({
  en: {
    home: 'Your shows',
    away: 'No link to the server',
    awayWhy: 'It is asked again every three seconds. Is this device in the show’s network?',
    stranger: {
      title: 'This is the owner’s door',
      why: 'When Standby was started it printed a link. Open that link on this device, or type the token that stands behind #owner= in it.',
      token: 'Owner’s token',
      enter: 'Come in',
      guest: 'You have a code from the wall?',
      join: 'Join a show',
    },
    none: {
      title: 'Your first show',
      why: 'Everybody backstage will see the same line-up, on every phone and every screen.',
      steps: [
        { title: 'Bring the plan', why: 'Looks, models, crew and cues in one file.' },
        {
          title: 'Make passes',
          why: 'Each gets a code to scan: dressers, starter, caller, screens.',
        },
        { title: 'Open the day', why: 'From there on the evening has one next step at a time.' },
      ],
    },
    created: (when: string) => `brought ${when}`,
    choose: 'Choose a show on the left.',
    all: 'All shows',

    import: {
      title: 'New show',
      drop: 'Drop a plan here',
      pick: 'Choose a file',
      form: 'A plan is a .json file, as “Download the plan” writes it.',
      reading: (name: string) => `Reading ${name}…`,
      notJson: 'This file is no JSON. A plan begins with { and holds a title and looks.',
      sheet:
        'This is a spreadsheet. Plans come in as .json; a spreadsheet has to be turned into one first.',
      problems: (name: string) => `${name} was not taken`,
      lacks,
      missing: (field: string) => `${field} is missing.`,
      unknown: (field: string) => `${field}: no plan has this field.`,
      tooLarge: 'This file is larger than 8 MB.',
      done: (title: string) => `${title} is here.`,
    },

    evening: 'The evening',
    phase: {
      planned: 'Planned',
      prep: 'Day open',
      first_looks: 'First looks',
      lined_up: 'Lined up',
      live: 'Live',
      finale: 'Finale',
      ended: 'Ended',
      wrapped: 'Wrapped',
      cancelled: 'Cancelled',
      stopped: 'Stopped',
    },
    run: { rehearsal: 'Rehearsal', show: 'The show', none: 'No run yet' },
    begin: {
      rehearsal: 'Begin a rehearsal',
      show: 'Begin the show',
      askRehearsal:
        'All looks go back to the rail and the clock starts anew. What this rehearsal measures feeds the forecasts.',
      askShow: 'All looks go back to the rail and the clock starts anew. This one counts.',
      live: (rehearsal: boolean) => (rehearsal ? 'THE REHEARSAL IS RUNNING.' : 'THE SHOW IS LIVE.'),
      out: (looks: string) =>
        looks === '' ? 'No look is out just now.' : `Out on the runway: ${looks}.`,
      leave: 'Go on with this one',
      new: 'New run',
    },
    step: {
      open_day: 'Open the day',
      call_first_looks: 'Call first looks',
      confirm_lined_up: 'Confirm lined up',
      start_show: 'Start the show',
      start_finale: 'Start the finale',
      end_show: 'End the show',
      wrap_show: 'Wrap up',
    },
    stepWhy: {
      open_day: 'Models are called, dressers get their cards.',
      call_first_looks: 'Everybody puts on the first outfit.',
      confirm_lined_up: 'Pressing it says that the first looks stand at the exit.',
      start_show: 'Fires the start cue: time zero. Usually the caller’s.',
      start_finale: 'It begins by itself when the last look is out.',
      end_show: 'House lights. The clock stops.',
      wrap_show: 'When every piece is counted. It closes the run.',
    },
    restored:
      'History was restored from an older copy: looks that have gone may stand at the line again. Ask the caller which have gone. Phones offer their marks again; orders of before are written down and move nothing.',
    damaged: {
      title: 'The log is damaged: this show can be read and no more',
      todo: 'Stop the server, put the last copy back with “standby restore”, start it again (docs/backup.md). Until then go on from paper.',
    },
    notSaving: {
      title: 'The server can’t write its log: nothing pressed now is kept',
      todo: 'Free some space on the laptop; it goes on by itself.',
    },
    disarmed: (word: string, why: string) => `${word}: ${why}`,
    openHouse: 'Open the house',
    endAsk: 'The show is over: the clock stops and pictures lock.',
    startAsk: 'Fires the start cue now. This can’t be taken back.',
    stop: 'STOP EVERYTHING',
    stopAsk: 'Every screen says STOP, with the assembly point. Only a producer lifts it.',
    counts: (ready: number, working: number, problem: number) => [
      { word: 'READY', n: ready },
      { word: 'WORKING', n: working },
      { word: 'PROBLEM', n: problem },
    ],
    looks: (n: number) => (n === 1 ? '1 look' : `${n} looks`),
    models: (n: number) => (n === 1 ? '1 model' : `${n} models`),
    starts: 'Planned start',

    releases: 'Releases',
    releasesWhy: 'The start waits until all three are ready.',

    passes: {
      title: 'Passes',
      why: 'A pass is a role for one person or device. Its code opens the door once it is scanned or typed.',
      new: 'New pass',
      role: 'Role',
      label: 'Name on it',
      labelHint: 'Pia, or “Rack B”',
      crew: 'For',
      nobody: 'nobody in particular',
      room: 'Room',
      noRoom: 'all rooms',
      department: 'Department',
      noDepartment: 'all departments',
      make: 'Make the pass',
      usual: (n: number) => `Make the usual ${n} passes`,
      usualWhy:
        'Caller, stage manager, starter, everybody of the crew, and the screens on the wall.',
      making: 'Making…',
      print: 'Print codes',
      show: 'Code',
      revoke: 'Withdraw',
      revokeAsk: (label: string) =>
        `${label} is cut off at once and can’t come back with this code.`,
      revoked: 'withdrawn',
      none: 'No pass yet. Nobody but you can come in.',
      copy: 'Copy link',
      copied: 'Copied',
      code: 'Code',
      pin: 'PIN',
      pinOnce: 'The PIN is shown only now, and never printed. Tell it to whoever gets this code.',
      noCode: 'Its code can’t be shown again; it still opens the door for whoever has it.',
      connected: 'connected',
      at: 'at',
    },
    renew: {
      make: (n: number) => (n === 1 ? 'Make a new pass for this' : 'Make new passes for these'),
      yes: 'Make new passes',
      ask: (n: number, ending: number) =>
        [
          n === 1
            ? 'One new pass, for the same role and with the same name.'
            : `${n} new passes, for the same roles and with the same names.`,
          ending === 0
            ? 'The old code still works: its device is known here.'
            : `${ending === 1 ? 'One old code ends' : `${ending} old codes end`} now: no device has been seen with ${ending === 1 ? 'it' : 'them'}. Whoever joined with one and is away must scan the new code.`,
          ending > 0 && ending < n ? 'The others go on.' : '',
        ]
          .filter(Boolean)
          .join(' '),
    },
    sheet: {
      title: 'Codes to print',
      lost: (n: number) =>
        n === 1 ? 'One code can’t be shown again' : `${n} codes can’t be shown again`,
      lostWhy:
        'The server keeps codes only hashed, so after a restart it can’t write them down once more. They still open the door for whoever has them.',
      nothing: 'There is no code to print.',
      print: 'Print',
      close: 'Back',
      scan: (host: string) => `Scan, or type at ${host}/join`,
      pin: 'PIN: ask the producer',
    },

    devices: {
      title: 'Devices',
      none: 'No device is connected.',
      standing: { live: 'live', delayed: 'slow', stale: 'old', gone: 'gone' },
      since: (time: string) => `for ${time}`,
    },

    screens: {
      title: 'Open a screen',
      why: 'You see it as it is; what you press counts.',
      caller: 'Show caller',
      starter: 'Starter',
      dresser: 'Dresser',
      backstage: 'Backstage board',
      room: (name: string) => `Room ${name}`,
      tv: 'TV, inches',
      far: 'Farthest reader, metres',
    },
    plan: {
      title: 'The plan',
      export: 'Download the plan',
      report: 'Download the report of the last run',
      why: 'Everything in one file, to keep or to bring back.',
    },
  },
})
