// @vitest-environment node
/** The outbox: nothing is lost, nothing goes twice on one line, stops overtake. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kind } from './kinds'
import { frameOf, Outbox, type Letter } from './outbox'

function letter(id: string, kind: Kind = 'mark'): Letter {
  return { id, kind, pass: 'p1', command: { type: 'mark_look', look: id, status: 'dressed' } }
}

const ids = (letters: readonly Letter[]) => letters.map((one) => one.id)

describe('an outbox', () => {
  it('gives marks in the order in which they were pressed, each once', () => {
    const box = new Outbox()
    for (const id of ['a', 'b', 'c']) box.put(letter(id))

    expect([ids(box.due(0)), ids(box.due(9_000))]).toEqual([['a', 'b', 'c'], []])
  })

  it('lets stops go first', () => {
    const box = new Outbox()
    box.put(letter('mark'))
    box.put(letter('hold', 'stop'))

    expect(ids(box.due(0))).toEqual(['hold', 'mark'])
  })

  it('never sends faster than the server lets a dresser, and stops wait for nobody', () => {
    const box = new Outbox()
    for (let n = 0; n < 60; n++) box.put(letter(`m${n}`))

    const sent = [0, 1_000, 2_000].map((at) => box.due(at).length)
    box.put(letter('hold', 'stop'))

    expect([...sent, ...ids(box.due(2_000))]).toEqual([20, 8, 8, 'hold'])
  })

  it('asks about what was on its way when the link broke, and sends again what never came', () => {
    const box = new Outbox()
    for (const id of ['a', 'b']) box.put(letter(id))
    box.due(0)
    box.put(letter('c'))
    box.lost()
    expect(box.unsure).toEqual(['a', 'b'])

    box.settle('a', 'e1')
    box.unknown('b')

    expect(ids(box.due(1_000))).toEqual(['b', 'c'])
  })

  it('does not send an order again', () => {
    const box = new Outbox()
    box.put(letter('go', 'order'))
    box.due(0)
    box.lost()

    expect(box.unknown('go')).toBe('too old')
    expect(box.due(9_000)).toEqual([])
  })

  it('offers the last 200 again after the history lost its end, and waits for no answer', () => {
    const box = new Outbox()
    for (let n = 0; n < 230; n++) box.accepted({ letter: letter(`m${n}`), epoch: 'e1' })

    box.offerAgain('e2', 'p1')
    const offered: string[] = []
    for (let at = 0; at < 60_000; at += 1_000) offered.push(...ids(box.due(at)))

    expect(offered).toEqual(Array.from({ length: 200 }, (_, n) => `m${n + 30}`))
    expect(box.settle('m99', 'e2')?.awaited).toBe(false)
  })

  it('offers nothing twice in one history', () => {
    const box = new Outbox()
    box.accepted({ letter: letter('a'), epoch: 'e1' })
    box.offerAgain('e2', 'p1')
    box.due(0)
    box.settle('a', 'e2')

    expect([box.otherHistory('e2'), box.otherHistory('e3')]).toEqual([undefined, 'e2'])
  })

  it('offers again what a broken link kept back, but never asks about it: nobody may take it for new', () => {
    const box = new Outbox()
    const hold = { ...letter('hold', 'stop'), beat: 7 }
    box.accepted({ letter: hold, epoch: 'e1' })
    box.offerAgain('e2', 'p1')
    box.due(0)
    box.lost()

    expect([box.unsure, box.otherHistory('e2')]).toEqual([[], 'e1'])
  })

  it('offers nothing that somebody else pressed on this phone', () => {
    const box = new Outbox()
    box.accepted({ letter: letter('a'), epoch: 'e1' })
    box.offerAgain('e2', 'p2')

    expect([ids(box.due(0)), box.otherHistory('e2')]).toEqual([[], undefined])
  })

  it('lets go of a stop of a lost history that could be taken for a new one', () => {
    const box = new Outbox()
    box.accepted({ letter: letter('hold', 'stop'), epoch: 'e1' })
    const other = box.otherHistory('e2')
    box.offerAgain('e2', 'p1')

    expect([other, ...box.due(0)]).toEqual([undefined])
  })

  it('asks about each stop first, sent or not', () => {
    const box = new Outbox()
    box.put(letter('a'))
    box.due(0)
    box.lost()
    box.put(letter('hold', 'stop'))

    expect(box.unsure).toEqual(['hold', 'a'])
  })

  it('sends no mark before it is kept on the phone, nor any mark before an older one', () => {
    const box = new Outbox()
    box.put(letter('a'), 'writing')
    box.put(letter('b'), 'writing')
    box.put(letter('hold', 'stop'))
    box.written('b')
    const before = ids(box.due(0))
    box.written('a')

    expect([before, ids(box.due(0))]).toEqual([['hold'], ['a', 'b']])
  })

  it('sends marks only when it is known what has happened meanwhile; a stop waits for nothing', () => {
    const box = new Outbox()
    box.put(letter('a'))
    box.put(letter('hold', 'stop'))

    expect([ids(box.due(0, false)), ids(box.due(0))]).toEqual([['hold'], ['a']])
  })

  it('loses nothing and doubles nothing, whatever the link does', () => {
    const steps = fc.array(
      fc.oneof(
        fc.constant('press' as const),
        fc.constant('break' as const),
        fc.record({ answer: fc.nat(50), accepted: fc.boolean() }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, (story) => {
        const box = new Outbox()
        const [pressed, answered, onTheWire]: [string[], string[], Set<string>] = [
          [],
          [],
          new Set(),
        ]
        let now = 0
        for (const step of story) {
          now += 5_000
          if (step === 'press') {
            pressed.push(`m${pressed.length}`)
            box.put(letter(`m${pressed.length - 1}`))
          } else if (step === 'break') {
            box.lost()
            box.unsure.forEach((id) => box.unknown(id))
            onTheWire.clear()
          } else {
            const id = [...onTheWire][step.answer % Math.max(1, onTheWire.size)] ?? ''
            if (box.settle(id, step.accepted ? 'e1' : undefined)) answered.push(id)
            onTheWire.delete(id)
          }
          for (const one of box.due(now)) {
            expect(onTheWire.has(one.id)).toBe(false)
            onTheWire.add(one.id)
          }
        }

        expect([...answered, ...onTheWire].sort()).toEqual([...pressed].sort())
      }),
    )
  })

  it('writes the same body for the same id each time', () => {
    const mark: Letter = { ...letter('a'), expect: { rev: 7 }, occurredAt: 99 }

    expect(frameOf(mark)).toEqual({
      type: 'command',
      id: 'a',
      command: { type: 'mark_look', look: 'a', status: 'dressed' },
      expect: { rev: 7 },
      occurred_at: 99,
    })
  })
})
