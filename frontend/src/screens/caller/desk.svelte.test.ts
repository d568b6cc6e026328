/** The caller's desk: what goes to the server for each thing that is pressed. */

import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NOON } from '../stage/cast'
import type { FakeSession } from '../stage/fake-session.svelte'
import { pressed, sessionAt } from '../stage/seats'
import { CallerDesk } from './desk.svelte'

let session: FakeSession
let desk: CallerDesk
let stop: () => void

function sit(state = 'live'): void {
  session = sessionAt('caller', state)
  stop = $effect.root(() => {
    desk = new CallerDesk(session)
  })
  flushSync()
}

beforeEach(() => sit())
afterEach(() => stop())

/** Let the answers of the server come in. */
const answered = () => vi.waitFor(() => expect(session.diary.length).toBeGreaterThan(0))

describe('GO', () => {
  it('names the look that was seen as next', () => {
    desk.fire()

    expect(session.diary).toEqual([
      { command: { type: 'go', look: 'l14' }, options: { expect: { next: 'l14' }, quiet: true } },
    ])
  })

  it('goes anyway with a reason where the next look is not at the line', () => {
    session.patch({ looks: { l14: { status: 'dressing' } } })
    desk.fire()

    expect(session.diary[0]?.options.override).toBe('go anyway: dressing')
  })

  it('sends one look for two presses at once', () => {
    desk.fire()
    desk.fire()

    expect(pressed(session)).toEqual(['go'])
  })

  it('sends nobody while exits are on hold, and says why', () => {
    stop()
    sit('hold')
    desk.fire()

    expect([pressed(session), desk.said]).toEqual([[], 'ON HOLD: resume first'])
  })

  it('sends nobody where somebody else has the call', () => {
    session.patch({ show: { caller: 'p-sm' } })
    desk.fire()

    expect(pressed(session)).toEqual([])
  })

  it('sends nobody without a link', () => {
    session.stand('delayed')
    desk.fire()

    expect(pressed(session)).toEqual([])
  })
})

describe('what the last press cost', () => {
  it('is said until the next GO, though that is tapped on the button', async () => {
    const detail = 'Look 1 is not at the line.'
    session.answer = { outcome: 'ack', warnings: [{ code: 'not_at_line', detail }] } as never
    await desk.press({ type: 'start_show' }, 'START')
    const before = desk.said
    session.answer = undefined
    await desk.go.press()

    expect([before, desk.said]).toEqual([detail, ''])
  })

  it('is said until the next press of another kind that succeeds', async () => {
    desk.said = 'ON HOLD'
    await desk.press({ type: 'set_release', party: 'house', light: 'green' }, 'House')

    expect(desk.said).toBe('')
  })

  it('is still said after a press that was refused', async () => {
    desk.said = 'ON HOLD'
    session.answer = { outcome: 'reject', code: 'stale', detail: 'No.' } as never
    await desk.press({ type: 'undo', seq: 4 }, 'UNDO')

    expect(desk.said).toBe('ON HOLD')
  })
})

describe('HOLD', () => {
  it('holds the exits with the first tap, for two minutes and no reason yet', () => {
    desk.holdOrResume()

    expect(session.diary[0]?.command).toEqual({
      type: 'hold',
      scope: 'exits',
      reason: 'other',
      expected_end_at: NOON + 120_000,
    })
  })

  it('asks for the reason afterwards', () => {
    desk.holdOrResume()

    expect(desk.sheet).toBe('hold')
  })

  it('holds the start before the show', () => {
    stop()
    sit('lined_up')
    desk.holdOrResume()

    expect(session.diary[0]?.command).toMatchObject({ type: 'hold', scope: 'start' })
  })

  it('works without a link', () => {
    session.stand('stale')
    desk.holdOrResume()

    expect(pressed(session)).toEqual(['hold'])
  })

  it('resumes what is on hold', () => {
    stop()
    sit('hold')
    desk.holdOrResume()

    expect(session.diary[0]?.command).toEqual({ type: 'release_hold', scope: 'exits' })
  })
})

describe('BACK', () => {
  it('takes the last GO back within ten seconds', () => {
    session.patch({ looks: { l13: { exited_at: NOON - 9_000 } } })
    desk.back()

    expect(session.diary[0]?.command).toEqual({ type: 'false_exit', look: 'l13' })
  })

  it('says after ten seconds what it can not do, and sends nothing', () => {
    desk.back()

    expect([pressed(session), desk.said]).toEqual([
      [],
      expect.stringContaining("can't bring her in"),
    ])
  })
})

describe('the order', () => {
  it('puts a chosen look behind the last one out, so that it is next', () => {
    const row = desk.rows[3]
    if (row) desk.setNext(row)

    expect(session.diary[0]?.command).toEqual({ type: 'move_look', look: 'l17', after: 'l13' })
  })

  it('offers a tapped look as next and moves nothing before YES', () => {
    const row = desk.rows[3]
    if (row) desk.choose(row)
    const before = pressed(session)
    desk.yes()

    expect([before, pressed(session)]).toEqual([[], ['move_look']])
  })

  it('skips only after YES', () => {
    desk.skip()
    const before = pressed(session)
    desk.yes()

    expect([before, session.diary[0]?.command]).toEqual([[], { type: 'skip_look', look: 'l14' }])
  })

  it('stops the show only after YES', () => {
    desk.askStop()
    const before = pressed(session)
    desk.yes()

    expect([before, pressed(session)]).toEqual([[], ['stop_show']])
  })
})

describe('UNDO', () => {
  it('names the entry of my last mark', async () => {
    const row = desk.rows[3]
    if (row) desk.setNext(row)
    await answered()
    const seq = desk.undoable?.seq
    desk.undo()

    expect(session.diary[1]?.command).toEqual({ type: 'undo', seq })
  })

  it('leaves a GO alone: she is out', async () => {
    desk.fire()
    await answered()
    desk.undo()

    expect(pressed(session)).toEqual(['go'])
  })
})

describe('the problem strip', () => {
  it('shows two at most, worst first', () => {
    expect(desk.problems.map((one) => one.id)).toEqual(['problem/l17', 'card/d1'])
  })

  it('takes the option whose number is pressed', () => {
    desk.act({ kind: 'accept', option: 5 })

    expect(session.diary[0]?.command).toEqual({
      type: 'choose_option',
      decision: 'd1',
      option: 'next',
    })
  })

  it('asks before it lets two looks change places', () => {
    desk.act({ kind: 'accept', option: 1 })

    expect([pressed(session), desk.asking?.command]).toEqual([[], 'swap_looks'])
  })

  it('holds half a minute more at once', () => {
    desk.act({ kind: 'accept', option: 2 })

    expect(session.diary[0]?.command).toMatchObject({ expected_end_at: NOON + 30_000 })
  })
})

describe('an assistant who follows', () => {
  it('is asked nothing', () => {
    const follower = new CallerDesk(session, true)
    follower.askStop()

    expect(follower.asking).toBeUndefined()
  })
})
