/** The talk with the server, without a network. */

import { beforeEach, describe, expect, it } from 'vitest'
import { ShowMirror } from '../lib/show-mirror.svelte'
import { stateHash } from '../lib/state-hash'
import type { ClientFrame, ServerFrame } from '../wire/protocol.gen'
import type { State } from '../wire/state'
import { Conversation, type Act } from './conversation'
import { Outbox } from './outbox'

const STATE = {
  show: { title: 'SS27', rev: 1 },
  forecast: { over_ms: 0 },
  looks: { l1: { id: 'l1', status: 'planned', rev: 1 } },
} as unknown as State
const HASH = stateHash(STATE)
const NOW = 50_000

let mirror: ShowMirror
let outbox: Outbox
let talk: Conversation
beforeEach(() => {
  mirror = new ShowMirror()
  outbox = new Outbox()
  talk = new Conversation(mirror, outbox)
})

const hear = (frame: object, now = NOW): Act[] => talk.hear(JSON.stringify(frame), now)
const sent = (acts: readonly Act[]): ClientFrame[] =>
  acts.flatMap((act) => (act.do === 'send' ? [act.frame] : []))
const did = (acts: readonly Act[], what: Act['do']) => acts.filter((act) => act.do === what)

function welcome(more: object = {}): ServerFrame {
  return {
    ...{ type: 'welcome', protocol: 1, role: 'dresser', pass: 'p1', scope: {}, show: 's1' },
    ...{ epoch: 'e1', seq: 5, now_at: 1_000_000, beat_ms: 2_000, outcomes: {} },
    ...more,
  }
}
function snapshot(seq = 5, more: object = {}): object {
  return { type: 'snapshot', epoch: 'e1', seq, state: STATE, hash: HASH, ...more }
}
function delta(from: number, to = from, patch: object = {}): object {
  return { type: 'delta', from, to, at: 1, entries: [], patch }
}
function beat(seq: number, more: object = {}): object {
  return { type: 'beat', n: 8_812, seq, hash: HASH, now_at: 1_000_500, ...more }
}
function arrive(): void {
  talk.opened('c-1')
  hear(welcome())
  hear(snapshot())
}
function mark(id: string): void {
  outbox.put({ id, kind: 'mark', command: { type: 'mark_look', look: 'l1', status: 'dressed' } })
}

describe('a greeting', () => {
  it('without a picture asks for nothing that it could not join on', () => {
    expect(sent(talk.opened('c-1'))).toEqual([
      { type: 'hello', protocol: 1, client: 'c-1', pending: [] },
    ])
  })

  it('says what is shown, and asks about what was on its way', () => {
    arrive()
    mark('m1')
    talk.pump(NOW)
    talk.closed()

    const [hello] = sent(talk.opened('c-1'))

    expect(hello).toMatchObject({ resume: { epoch: 'e1', seq: 5 }, pending: ['m1'] })
  })

  it('sends nothing before the welcome', () => {
    talk.opened('c-1')
    mark('m1')

    expect(talk.pump(NOW)).toEqual([])
  })
})

describe('a welcome', () => {
  beforeEach(() => {
    arrive()
    mark('m1')
    outbox.put({ id: 'g1', kind: 'order', command: { type: 'go', look: 'l1' } })
    talk.pump(NOW)
    talk.closed()
    mark('m2')
    talk.opened('c-1')
  })

  it('settles what the server has, sends again what it has not, and lets old orders die', () => {
    const acts = hear(
      welcome({ outcomes: { m1: { outcome: 'ack', seq: 4 }, g1: { outcome: 'unknown' } } }),
    )

    expect(did(acts, 'settle')).toMatchObject([
      { outcome: { outcome: 'ack', id: 'm1', seq: 4, duplicate: true } },
      { outcome: { outcome: 'reject', id: 'g1', code: 'no_link' } },
    ])
    expect(sent(acts)).toMatchObject([{ type: 'command', id: 'm2' }])
  })

  it('that says nothing of what was asked leads to the mark being sent again', () => {
    expect(sent(hear(welcome()))).toMatchObject([{ id: 'm1' }, { id: 'm2' }])
  })

  it('of another history makes the marks that were acknowledged go out again', () => {
    hear(welcome({ outcomes: { m1: { outcome: 'ack', seq: 4 } } }))
    hear({ type: 'ack', id: 'm2', seq: 6, effect: 'applied', duplicate: false, warnings: [] })
    talk.closed()
    talk.opened('c-1')

    const early = hear(welcome({ epoch: 'e2', seq: 3 }), NOW + 10_000)
    const acts = hear(snapshot(3, { epoch: 'e2' }), NOW + 10_000)

    expect([sent(early), sent(acts)]).toMatchObject([[], [{ id: 'm1' }, { id: 'm2' }]])
  })
})

describe('what is heard', () => {
  beforeEach(arrive)

  it('joins on and is shown', () => {
    hear(delta(6, 7, { looks: { l1: { status: 'dressed', rev: 2 } } }))

    expect(mirror.seq).toBe(7)
    expect(mirror.state.looks.get('l1')?.status).toBe('dressed')
  })

  it('with a gap before it makes the client ask for what is missing, once', () => {
    const first = sent(hear(delta(8)))
    const second = sent(hear(delta(9), NOW + 100))
    const later = sent(hear(delta(10), NOW + 4_000))

    expect([first, second, later]).toEqual([
      [{ type: 'resume', epoch: 'e1', seq: 5 }],
      [],
      [{ type: 'resume', epoch: 'e1', seq: 5 }],
    ])
  })

  it('never takes the picture back within one history', () => {
    hear(delta(6))

    hear(snapshot(4))

    expect(mirror.seq).toBe(6)
  })

  it('takes an older picture of another history', () => {
    hear(snapshot(2, { epoch: 'e2' }))

    expect([mirror.epoch, mirror.seq]).toEqual(['e2', 2])
  })

  it('that is no message makes the client hang up', () => {
    expect(talk.hear('{"type":', NOW)).toEqual([{ do: 'hang up' }])
    expect(talk.hear('null', NOW)).toEqual([{ do: 'hang up' }])
  })

  it('of a kind that is not known yet changes nothing', () => {
    expect(hear({ type: 'fanfare' })).toEqual([])
  })
})

describe('a beat', () => {
  beforeEach(arrive)

  it('that agrees proves that what is shown is fresh', () => {
    expect(did(hear(beat(5)), 'freshen')).toEqual([{ do: 'freshen', at: 1_000_500 }])
  })

  it('that overtook a change proves nothing until the change is there', () => {
    const overtaking = hear(beat(6))
    const change = hear(delta(6))

    expect(did(overtaking, 'freshen')).toEqual([])
    expect(did(change, 'freshen')).toEqual([{ do: 'freshen', at: 1_000_500 }])
  })

  it('after a beat whose change never came makes the client ask', () => {
    const first = sent(hear(beat(6)))
    const second = sent(hear(beat(6), NOW + 2_000))

    expect(first).not.toContainEqual({ type: 'resume', epoch: 'e1', seq: 5 })
    expect(second).toContainEqual({ type: 'resume', epoch: 'e1', seq: 5 })
  })

  it('that disagrees is counted, proves nothing, and makes the client take a new picture', () => {
    const acts = hear(beat(5, { hash: '00000000' }))

    expect(did(acts, 'count divergence')).toHaveLength(1)
    expect(did(acts, 'freshen')).toEqual([])
    expect(sent(acts)).toContainEqual({ type: 'resume', epoch: '-', seq: 5 })
  })

  it('that disagrees for ever is asked about less and less often', () => {
    let asked = 0
    for (let n = 0; n < 300; n++) {
      const acts = hear(beat(5, { hash: '00000000' }), NOW + n * 2_000)
      asked += sent(acts).filter((frame) => frame.type === 'resume').length
      hear(snapshot())
    }

    expect(asked).toBeLessThan(12)
  })

  it('is answered with what was seen, at least every five seconds', () => {
    const answers = [0, 2_000, 4_000, 6_000, 8_000].map(
      (passed) => sent(hear(beat(5), NOW + passed)).length,
    )

    expect(answers).toEqual([1, 0, 1, 0, 1])
  })

  it('is what an order carries, and too old after three seconds', () => {
    hear(beat(5))

    expect(talk.beatWithin(3_000, NOW + 2_999)).toBe(8_812)
    expect(talk.beatWithin(3_000, NOW + 3_000)).toBeUndefined()
  })
})

describe('a beat', () => {
  it('says whether the log can be written', () => {
    arrive()

    expect(did(hear(beat(5, { saving: false })), 'heed')).toMatchObject([
      { beat: { saving: false } },
    ])
  })
})

describe('an answer', () => {
  beforeEach(() => {
    arrive()
    mark('m1')
    talk.pump(NOW)
  })

  it('settles its press once', () => {
    const ack = { type: 'ack', id: 'm1', seq: 6, effect: 'superseded', duplicate: false }

    const first = hear({ ...ack, warnings: [] })
    const second = hear({ ...ack, warnings: [] })

    expect(first).toMatchObject([
      { do: 'file', accepted: { epoch: 'e1', letter: { id: 'm1' } } },
      { do: 'settle', outcome: { effect: 'superseded', seq: 6 } },
    ])
    expect(second).toEqual([])
  })

  it('that refuses is passed on in the words of the server', () => {
    const acts = hear({
      ...{ type: 'reject', id: 'm1', code: 'forbidden', detail: 'Not yours.', seq: 5 },
    })

    expect(did(acts, 'settle')).toMatchObject([
      { do: 'settle', outcome: { outcome: 'reject', code: 'forbidden', detail: 'Not yours.' } },
    ])
  })

  it.each(['unavailable', 'too_many'])('of %s keeps a mark, to be tried again', (code) => {
    const refused = hear({ type: 'reject', id: 'm1', code, detail: '', seq: 5, retry_ms: 700 })
    const early = sent(talk.pump(NOW + 500))
    const due = sent(talk.pump(NOW + 800))

    expect(did(refused, 'settle')).toEqual([])
    expect([early.length, due.length]).toEqual([0, 1])
  })

  it('of "unavailable" says that nothing is saved', () => {
    const acts = hear({ type: 'reject', id: 'm1', code: 'unavailable', detail: '', seq: 5 })

    expect(did(acts, 'say not saving')).toHaveLength(1)
  })
})
