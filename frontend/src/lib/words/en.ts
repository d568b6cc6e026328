/** English: what every screen shares. A status word has nine characters at most, its short form four. */

export const en = {
  lookPrefix: 'L',

  status: {
    waiting: 'WAITING',
    beauty: 'BEAUTY',
    dressing: 'DRESSING',
    problem: 'PROBLEM',
    dressed: 'DRESSED',
    ready: 'READY',
    in_line: 'IN LINE',
    on: 'ON',
    changing: 'CHANGING',
    done: 'DONE',
    missing: 'MISSING',
    cut: 'CUT',
    skipped: 'SKIPPED',
  },
  statusShort: {
    waiting: 'WAIT',
    beauty: 'BTY',
    dressing: 'DRSG',
    problem: 'PROB',
    dressed: 'DRSD',
    ready: 'RDY',
    in_line: 'LINE',
    on: 'ON',
    changing: 'CHG',
    done: 'DONE',
    missing: 'MISS',
    cut: 'CUT',
    skipped: 'SKIP',
  },

  party: { backstage: 'Backstage', house: 'House', technical: 'Technical' },
  light: { red: 'Not yet', amber: 'Nearly', green: 'Ready' },

  role: {
    producer: 'Producer',
    caller: 'Show caller',
    stage_manager: 'Stage manager',
    starter: 'Starter',
    head_dresser: 'Head dresser',
    dresser: 'Dresser',
    seamstress: 'Seamstress',
    desk: 'Shoes and accessories',
    stylist: 'Stylist',
    designer: 'Designer',
    casting: 'Casting',
    check_in: 'Model check-in',
    beauty: 'Hair and make-up',
    operator: 'Operator',
    front_of_house: 'Front of house',
    usher: 'Usher',
    pit: 'Photo pit',
    security: 'Security',
    screen: 'Screen',
    owner: 'Owner',
  },
  department: { MU: 'Sound', LX: 'Light', VX: 'Video', SET: 'Set', FL: 'Front of house' },

  holdReason: {
    house: 'House',
    vip: 'VIP',
    model: 'Model',
    garment: 'Garment',
    technical: 'Technical',
    safety: 'Safety',
    other: 'Other',
  },
  holdScope: { start: 'start held', exits: 'exits held' },
  hold: {
    word: 'HOLD',
    by: (owner: string) => `by ${owner}`,
    until: (time: string) => `until about ${time}`,
    overdue: (by: string) => `${by} over`,
  },

  help: {
    zip_sew: 'Zip or sewing',
    shoe: 'Shoe',
    missing_item: 'Missing item',
    model_missing: 'Model missing',
    hands: 'Need hands',
    other: 'Other',
  },
  itemStatus: {
    expected: 'expected',
    on_rack: 'on the rack',
    with_model: 'with the model',
    returned: 'back',
    packed: 'packed',
    missing: 'missing',
    in_alteration: 'being altered',
    ready: 'ready',
    damaged: 'damaged',
    replaced: 'replaced',
    written_off: 'written off',
  },

  link: {
    live: 'Live',
    connecting: 'Connecting…',
    connectingWhy: 'The page keeps trying. Is this device in the show’s Wi-Fi?',
    delayed: 'Reconnecting… your taps are kept',
    stale: 'NO LINK',
    staleAge: (age: string) => `This is ${age} old.`,
    woken: 'CHECKING',
    wokenWhy: (age: string) => `Just woken: this is ${age} old.`,
    behind: 'CATCHING UP',
    behindWhy: (age: string) => `The link is there, this is ${age} old.`,
    stopped: 'STOPPED',
    old: 'OLD',
    waiting: (n: number) => (n === 1 ? '1 tap waiting' : `${n} taps waiting`),
    keepOpen: 'keep this page open',
    back: ({ sent, refused }: { readonly sent: number; readonly refused: number }) => {
      const marks = sent === 1 ? '1 mark sent' : sent > 1 && `${sent} marks sent`
      const look = refused === 1 ? '1 needs a look' : refused > 1 && `${refused} need a look`
      const said = [marks, look].filter(Boolean).join(', ')
      return said ? `Back. ${said}.` : 'Back.'
    },
    fallback: 'Show the last plan',
    notSaving: 'NOT SAVING',
    notSavingOrders: 'GO does nothing now. Call by voice, tell the producer.',
    notSavingMarks: 'Keep going: your taps wait on this phone.',
    damaged: 'READ ONLY',
    damagedWhy: (entry: number | undefined) =>
      `The log is damaged${entry === undefined ? '' : ` at entry ${entry}`}. Go on from paper, tell the producer.`,
    newer: 'A newer page is here.',
    reload: 'RELOAD',
  },

  press: {
    sending: 'sending',
    saved: 'saved on this phone',
    done: 'done',
    refused: 'not done',
    undo: 'UNDO',
    sent: 'sent',
    gotIt: 'GOT IT',
    close: 'Close',
    cancel: 'Cancel',
    holdToConfirm: 'Hold to confirm',
    yes: 'Yes',
  },

  /** What is refused here. The server says the rest in its own words. */
  refused: {
    no_link: 'No link to the server. Nothing was sent.',
    too_large: 'That is too long.',
  },

  rehearsal: 'REHEARSAL',
  anyway: 'Do it anyway…',
  stop: {
    word: 'STOP',
    counted: (n: number, all: number) => `${n} of ${all} counted`,
    crew: 'Crew',
    headCount: 'Head count',
    here: 'Models here',
    lift: 'Only a producer can lift this.',
    liftPress: 'Lift the stop',
    liftAsk: 'Everybody is safe. The show goes back to where it was.',
  },

  wake: { on: 'screen stays on', off: 'screen may sleep', may: 'may sleep' },
  units: {
    over: 'OVER',
    under: 'UNDER',
    show: 'SHOW',
    days: (n: number) => `${n} d`,
    hours: (n: number) => `${n} h`,
  },
} as const

type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Loose<T[K]> }

/** What a language must say. */
export type Catalogue = Loose<typeof en>
