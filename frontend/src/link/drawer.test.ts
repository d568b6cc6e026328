// @vitest-environment node
/** The phone's drawer, on a real IndexedDB: kept in order, found again, tidied up; and what if there is none. */

import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Drawer, type Contents, type Kept } from './drawer'
import type { Kind } from './kinds'
import { Outbox, type Letter } from './outbox'

const PLACE = { show: 's1', role: 'dresser' }
const NOW = 1_795_687_200_000
const HOUR_MS = 3_600_000

function letter(id: string, kind: Kind = 'mark'): Letter {
  const command = { type: 'mark_look', look: id, status: 'dressed' } as const
  return { id, kind, pass: 'p1', command }
}
const kept = (id: string, at = NOW): Kept => ({
  ...PLACE,
  letter: letter(id),
  at,
  deviceAt: at,
})
const ids = (all: readonly Kept[] | undefined) => all?.map((one) => one.letter.id)

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})
afterEach(() => vi.useRealTimers())

async function reopened(at = NOW): Promise<Contents | undefined> {
  return new Drawer().open(PLACE, at)
}

describe('a drawer', () => {
  it('gives back what was pressed, in that order, after whatever happened to the page', async () => {
    const drawer = new Drawer()
    const saved = await Promise.all(['b', 'c', 'a'].map((id) => drawer.save(kept(id))))

    expect(saved).toEqual([true, true, true])
    expect(ids((await reopened())?.letters)).toEqual(['b', 'c', 'a'])
  })

  it('keeps what was accepted apart, with the history that took it', async () => {
    const drawer = new Drawer()
    await drawer.save(kept('a'))
    await drawer.settle('a', { ...kept('a'), epoch: 'e1' })

    const found = await reopened()

    expect([ids(found?.letters), found?.answered.map((one) => one.epoch)]).toEqual([[], ['e1']])
  })

  it('throws away what is more than twelve hours old, and says so once', async () => {
    await new Drawer().save(kept('old', NOW - 13 * HOUR_MS))

    const first = await reopened()
    const second = await reopened()

    expect([ids(first?.letters), ids(first?.old), ids(second?.old)]).toEqual([[], ['old'], []])
  })

  it('throws nothing away because the clock of the phone, or of the server, was put right', async () => {
    await new Drawer().save({ ...kept('a'), deviceAt: NOW - 24 * HOUR_MS })
    await new Drawer().save({ ...kept('b'), at: NOW - 24 * HOUR_MS })

    expect(ids((await reopened())?.letters)).toEqual(['a', 'b'])
  })

  it('keeps each show and role apart', async () => {
    await new Drawer().save({ ...kept('a'), role: 'starter' })

    expect(ids((await reopened())?.letters)).toEqual([])
  })

  it('keeps no more than the last 200 that were accepted', async () => {
    const drawer = new Drawer()
    for (let n = 0; n < 210; n++) await drawer.settle(`m${n}`, { ...kept(`m${n}`), epoch: 'e1' })
    await reopened()

    expect(ids((await reopened())?.answered)?.slice(0, 2)).toEqual(['m10', 'm11'])
  })

  it('of somebody who was turned away holds no picture any more', async () => {
    const me = { role: 'dresser', pass: 'p1', label: '', scope: {}, showId: 's1' } as const
    const picture = { epoch: 'e1', seq: 5, text: '{}', me, freshAt: NOW, ahead: 0, page: '/' }
    const drawer = new Drawer()
    await drawer.save(kept('a'))
    await drawer.keepLast({ ...PLACE, ...picture })
    const before = await reopened()
    await drawer.clear(PLACE, false)
    const after = await reopened()

    expect([before?.last?.seq, after?.last, ids(after?.letters)]).toEqual([5, undefined, ['a']])
  })
})

describe('a phone without a drawer', () => {
  it('that is forbidden one says so at once', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('private', 'SecurityError')
    })

    expect(await new Drawer().save(kept('a'))).toBe(false)
    expect(await reopened()).toBeUndefined()
  })

  it('whose disk opens the second time keeps what was pressed', async () => {
    const real = indexedDB.open.bind(indexedDB)
    vi.spyOn(indexedDB, 'open')
      .mockImplementationOnce(() => {
        throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
      })
      .mockImplementation(real)

    expect(await new Drawer().save(kept('a'))).toBe(true)
  })

  it('whose browser shut the drawer while it slept keeps the next press all the same', async () => {
    const opened = vi.spyOn(indexedDB, 'open')
    const drawer = new Drawer()
    await drawer.save(kept('a'))
    ;(opened.mock.results[0]?.value as IDBOpenDBRequest).result.close()

    expect(await drawer.save(kept('b'))).toBe(true)
  })

  it('whose disk hangs waits no longer than 300 ms', async () => {
    vi.useFakeTimers()
    vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest)
    const saved = new Drawer().save(kept('a'))
    await vi.advanceTimersByTimeAsync(300)

    expect(await saved).toBe(false)
  })
})

/** A page, its outbox and the drawer below it; and the server's log, which takes each id once. */
class Evening {
  readonly log: string[] = []
  readonly orders: string[] = []
  drawer = new Drawer()
  box = new Outbox()
  wire: Letter[] = []
  now = 0

  async press(id: string, kind: Kind): Promise<void> {
    if (kind === 'mark') {
      this.box.put(letter(id), 'writing')
      await this.drawer.save(kept(id))
      this.box.written(id)
    } else this.box.put(letter(id, kind))
  }

  /** The page goes, however; another is opened. */
  async reopen(): Promise<void> {
    this.drawer = new Drawer()
    this.box = new Outbox()
    this.wire = []
    const found = await this.drawer.open(PLACE, NOW)
    for (const one of found?.letters ?? []) this.box.put(one.letter, 'unsure')
  }

  lose(): void {
    this.wire = []
    this.box.lost()
  }

  /** Welcomed again: what the server never had goes out; old orders die. */
  async greet(): Promise<void> {
    for (const id of this.box.unsure) {
      const taken = this.log.includes(id)
      if (!taken && this.box.unknown(id) === 'sends again') continue
      this.box.settle(id, 'e1')
      await this.drawer.settle(id)
    }
  }

  send(): void {
    this.now += 10_000
    this.wire.push(...this.box.due(this.now))
  }

  /** The server takes the first that is under way; its answer comes, or is lost. */
  async take(answered: boolean): Promise<void> {
    const [first, ...rest] = this.wire
    if (!first) return
    this.wire = rest
    if (first.kind === 'order') this.orders.push(first.id)
    else if (!this.log.includes(first.id)) this.log.push(first.id)
    if (!answered) {
      this.lose()
      return
    }
    this.box.settle(first.id, 'e1')
    await this.drawer.settle(first.id, { ...kept(first.id), epoch: 'e1' })
  }
}

// Mostly what gets something onto the wire; and often the two worst moments after it.
const often = ['press', 'send', 'press', 'send', 'greet', 'ack', 'lose ack', 'kill'] as const
const STEPS = fc.array(fc.constantFrom(...often, 'order', 'lose'), { minLength: 20, maxLength: 60 })

async function play(steps: readonly string[]): Promise<{ evening: Evening; marks: string[] }> {
  globalThis.indexedDB = new IDBFactory()
  const evening = new Evening()
  const marks: string[] = []
  const does: Readonly<Record<string, (n: number) => unknown>> = {
    press: (n) => evening.press(marks[marks.push(`m${n}`) - 1] ?? '', 'mark'),
    order: (n) => evening.press(`o${n}`, 'order'),
    kill: () => evening.reopen(),
    lose: () => evening.lose(),
    greet: () => evening.greet(),
    send: () => evening.send(),
    ack: () => evening.take(true),
    'lose ack': () => evening.take(false),
  }
  for (const [n, step] of steps.entries()) await does[step]?.(n)
  return { evening, marks }
}

describe('an evening of presses', () => {
  it('delivers each mark once and in order, and no order twice, whatever breaks when', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const { evening, marks } = await play(steps)
        evening.lose()
        await evening.greet()
        for (let left = marks.length; left >= 0; left--) {
          evening.send()
          while (evening.wire.length > 0) await evening.take(true)
        }

        expect(evening.log).toEqual(marks)
        expect(evening.orders).toEqual([...new Set(evening.orders)])
        expect(ids((await reopened())?.letters)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
