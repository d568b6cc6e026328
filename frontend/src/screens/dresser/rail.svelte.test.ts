/** The dresser's rail: which job is in hand, and what READY, a tick and UNDO send. */

import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOON } from '../stage/cast'
import type { FakeSession } from '../stage/fake-session.svelte'
import { pressed, sessionAt } from '../stage/seats'
import { Rail } from './rail.svelte'

let session: FakeSession
let rail: Rail
let stop: () => void

function sit(state = 'live'): void {
  session = sessionAt('dresser', state)
  stop = $effect.root(() => {
    rail = new Rail(session)
  })
  flushSync()
}

beforeEach(() => sit())
afterEach(() => {
  stop()
  localStorage.clear()
})

const sent = () => session.diary.map((one) => one.command)

describe('the job in hand', () => {
  it('is the one due soonest, whatever its number', () => {
    session.patch({ forecast: { looks: { l33: { exit_at: NOON + 5_000 } } } })
    flushSync()

    expect(rail.now?.id).toBe('l33')
  })

  it('is one of mine', () => {
    expect(rail.jobs.todo.every((row) => row.look.dresser === 'c1')).toBe(true)
  })

  it('stays while READY can be taken back, and then gives way to the next', () => {
    rail.main()
    rail.main()
    session.patch({ looks: { l17: { status: 'dressed' } } })
    flushSync()
    const during = rail.now?.id
    rail.pressed = undefined
    flushSync()

    expect([during, rail.now?.id]).toEqual(['l17', 'l25'])
  })

  it('gives way to the next though READY waits for the link, and stays done after a reload', () => {
    const [first] = rail.jobs.todo
    const id = first?.id ?? ''
    session.pending.put({
      ...{ id: 'a', key: `mark_look/${id}`, pressedAt: 0, quiet: false, state: 'saved-here' },
      command: { type: 'mark_look', look: id, status: 'dressed' },
    })
    flushSync()

    expect([id, rail.now?.id]).toEqual(['l17', 'l25'])
  })

  it('is to count the pieces when all are dressed and one came back', () => {
    session.patch({
      looks: {
        l1: { status: 'off' },
        l17: { status: 'dressed' },
        l25: { status: 'dressed' },
        l33: { status: 'dressed' },
      },
    })
    flushSync()

    expect([rail.now?.id, rail.counting]).toEqual(['l1', true])
  })
})

describe('READY', () => {
  it('asks once where a piece is not ticked', () => {
    rail.main()

    expect([sent(), rail.asking]).toEqual([[], true])
  })

  it('ticks what is left and marks the look when it is pressed again', () => {
    rail.main()
    rail.main()

    expect(sent()).toEqual([
      { type: 'mark_item', item: 'i17-2', status: 'with_model' },
      { type: 'mark_item', item: 'i17-3', status: 'with_model' },
      { type: 'mark_look', look: 'l17', status: 'dressed' },
    ])
  })

  it('asks nothing in a quick change', () => {
    stop()
    sit('quick')
    rail.main()

    expect(pressed(session)).toContain('mark_look')
  })

  it('can be taken back by the number of its entry', async () => {
    rail.main()
    rail.main()
    await Promise.resolve()
    await Promise.resolve()
    const seq = rail.pressed?.seq
    rail.undo()

    expect(sent().at(-1)).toEqual({ type: 'undo', seq })
  })

  it('is taken back by a newer mark where the server has not answered yet', () => {
    rail.main()
    rail.main()
    rail.undo()

    expect(sent().at(-1)).toEqual({ type: 'mark_look', look: 'l17', status: 'dressing' })
  })
})

describe('DONE', () => {
  let answered: (seq: number) => Promise<void>

  beforeEach(() => {
    const back = rail.jobs.todo.map((row) => [row.id, { status: 'off' }] as const)
    session.patch({ looks: Object.fromEntries(back) })
    flushSync()
    const answers: ((seq: number) => void)[] = []
    session.press = (command) => {
      session.diary.push({ command, options: {} })
      return new Promise((resolve) => {
        const ack = { outcome: 'ack', id: 'a', effect: 'applied', duplicate: false } as const
        answers.push((seq) => resolve({ ...ack, seq, warnings: [] }))
      })
    }
    answered = async (seq) => {
      for (const answer of answers) answer(seq)
      await new Promise((wake) => setTimeout(wake))
    }
  })

  it('that was taken back without a link is undone when the server has heard of it', async () => {
    rail.main()
    rail.undo()
    const before = sent().some((one) => one.type === 'undo')
    await answered(412)

    expect([before, sent().at(-1)]).toEqual([false, { type: 'undo', seq: 412 }])
  })

  it('that was taken back and pressed again stays done', async () => {
    rail.main()
    rail.undo()
    rail.main()
    await answered(412)

    expect(sent().some((one) => one.type === 'undo')).toBe(false)
  })
})

describe('a tick', () => {
  it('says that she is being dressed, the first time', () => {
    session.patch({ looks: { l17: { status: 'assigned' } } })
    flushSync()
    const row = rail.now
    const item = session.mirror.state.items.get('i17-2')
    if (row && item) rail.tick(item, row)

    expect(sent()).toEqual([
      { type: 'mark_item', item: 'i17-2', status: 'with_model' },
      { type: 'mark_look', look: 'l17', status: 'dressing' },
    ])
  })

  it('is taken off by a second one', () => {
    const row = rail.now
    const item = session.mirror.state.items.get('i17-0')
    if (row && item) rail.tick(item, row)

    expect(sent()).toEqual([{ type: 'mark_item', item: 'i17-0', status: 'on_rack' }])
  })
})

describe('a tick without a link', () => {
  const statuses = () => sent().map((one) => (one.type === 'mark_item' ? one.status : one.type))
  const tap = (id: string) => {
    const row = rail.now
    const item = session.mirror.state.items.get(id)
    if (row && item) rail.tick(item, row)
    return item !== undefined && rail.ticked(item)
  }

  it('turns what the phone shows, and shows what it will send', () => {
    session.stand('stale')
    const shown = [tap('i17-0'), tap('i17-0'), tap('i17-0')]

    expect(shown).toEqual([false, true, false])
    expect(statuses()).toEqual(['on_rack', 'with_model', 'on_rack'])
  })

  it('that was taken off again is asked about before READY', () => {
    session.stand('stale')
    const row = rail.now
    tap('i17-0')

    expect(row && rail.left(row).map((item) => item.id)).toContain('i17-0')
  })

  it('turns in the count of what came back, too', () => {
    const back = rail.jobs.todo.map((row) => [row.id, { status: 'off' }] as const)
    session.patch({ looks: Object.fromEntries(back) })
    flushSync()
    session.stand('stale')
    const id = rail.now?.look.items?.[0] ?? ''
    const shown = [tap(id), tap(id)]

    expect([rail.counting, shown, statuses()]).toEqual([
      true,
      [true, false],
      ['returned', 'with_model'],
    ])
  })
})

describe('a quick change', () => {
  it('begins while she is out or back, and the window is short', () => {
    stop()
    sit('quick')

    expect([rail.now?.id, rail.quick]).toEqual(['l17', true])
  })

  it('hands a shared piece on and takes the others off', () => {
    stop()
    sit('quick')
    session.patch({ items: { 'i9-0': { shared_by: ['l17'] } } })
    flushSync()
    const [before, row] = [rail.jobs.back.find((one) => one.id === 'l9'), rail.now]
    if (before && row) rail.takenOff(before, row)

    expect(sent().slice(0, 2)).toEqual([
      { type: 'hand_over', item: 'i9-0', look: 'l17' },
      { type: 'mark_item', item: 'i9-1', status: 'returned' },
    ])
  })
})

describe('notices', () => {
  it('put a nudge before an older change of the line-up', () => {
    const more = {
      sent_by: 'p-ana',
      sent_role: 'caller',
      to: ['crew:c1'],
      acks: {},
      rev: 1,
      look: 'l17',
    }
    session.patch({
      messages: {
        n7: { ...more, id: 'n7', kind: 'change', code: 'look_moved', sent_at: NOON - 9_000 },
        n8: { ...more, id: 'n8', kind: 'nudge', sent_at: NOON - 1_000 },
      },
    })
    flushSync()

    expect(rail.notices.map((one) => one.id)).toEqual(['n8', 'n7'])
  })

  it('go away when GOT IT was pressed, link or no link', () => {
    stop()
    sit('nudge')
    const before = rail.notices.length
    rail.press({ type: 'acknowledge', subject: 'n9' })
    flushSync()

    expect([before, rail.notices.length]).toEqual([1, 0])
  })

  it('are not for those whom they do not concern', () => {
    session.patch({
      messages: {
        n7: {
          id: 'n7',
          kind: 'nudge',
          to: ['crew:c2'],
          sent_by: 'p-ana',
          sent_role: 'caller',
          sent_at: NOON,
          acks: {},
          rev: 1,
        },
      },
    })
    flushSync()

    expect(rail.notices).toEqual([])
  })
})

describe('two jobs at once', () => {
  it('collide where the second is due before a change takes', () => {
    session.patch({ forecast: { looks: { l25: { exit_at: NOON + 100_000 } } } })
    flushSync()

    expect(rail.collision).toMatchObject({ other: { id: 'l25' }, apartMs: 26_000 })
  })

  it('do not collide where there is time', () => {
    expect(rail.collision).toBeUndefined()
  })
})

describe('a phone with a pass for any dresser', () => {
  it('asks who holds it, and remembers the answer', () => {
    stop()
    session.me = { ...session.me, scope: {} }
    const unknown = new Rail(session).mine
    new Rail(session).choose('c2')

    expect([unknown, new Rail(session).mine?.crew]).toEqual([undefined, 'c2'])
  })
})

it('recalls my own marks only, newest first', () => {
  const mine = rail.marks.map((mark) => mark.seq)

  expect(mine).toEqual([...mine].sort((a, b) => b - a))
  expect(mine.length).toBeGreaterThan(0)
})
