/** A row of a list: what is picked from the state, and which word wins where several could stand. */

import { describe, expect, it } from 'vitest'
import type { Look, State } from '../wire/state'
import { rowFor, rowsToGo, type StatusKey } from './row'
import { ShowMirror } from './show-mirror.svelte'

function evening(look: Partial<Look>, more: object = {}): ShowMirror {
  const mirror = new ShowMirror()
  const looks = {
    l1: { id: 'l1', number: '1', model: 'm1', status: 'off', rev: 1 },
    l7: { id: 'l7', number: '7', model: 'm1', status: 'assigned', items: ['i1'], rev: 1, ...look },
  }
  const state = {
    show: { rev: 1, order: ['l1', 'l7'] },
    forecast: { looks: { l7: { exit_at: 99 } }, changes: {} },
    looks,
    models: { m1: { id: 'm1', name: 'Ada Kovács', status: 'arrived', rev: 1 } },
    items: { i1: { id: 'i1', look: 'l7', required: true, status: 'on_rack', rev: 1 } },
    help: {},
    ...more,
  }
  mirror.take({ epoch: 'e1', seq: 1, state: state as unknown as State })
  return mirror
}

function statusOf(look: Partial<Look>, more: object = {}): StatusKey | undefined {
  return rowFor(evening(look, more).state, 'l7')?.status
}

const item = (status: string, required = true) => ({
  items: { i1: { id: 'i1', look: 'l7', required, status, rev: 1 } },
})
const model = (status: string) => ({ models: { m1: { id: 'm1', status, rev: 1 } } })
const help = (status: string) => ({
  help: { h1: { id: 'h1', look: 'l7', kind: 'zip_sew', status, raised_at: 1, rev: 1 } },
})
const change = {
  forecast: { looks: {}, changes: { l7: { after: 'l1', slack_ms: -9_000, class: 'red' } } },
}

describe('the status word of a row', () => {
  it.each([
    ['planned', 'waiting'],
    ['dressing', 'dressing'],
    ['checked', 'ready'],
    ['at_line', 'in_line'],
    ['on_runway', 'on'],
    ['off', 'done'],
    ['cut', 'cut'],
  ] as const)('of a look that is %s is %s', (status, word) => {
    expect(statusOf({ status })).toBe(word)
  })

  it('of a dressed look is READY where nobody checks, and DRESSED where somebody does', () => {
    const checked = { show: { rev: 1, order: ['l7'], checks: true } }

    expect([statusOf({ status: 'dressed' }), statusOf({ status: 'dressed' }, checked)]).toEqual([
      'ready',
      'dressed',
    ])
  })

  it.each(['missing', 'in_alteration', 'damaged'])('is PROBLEM while a piece is %s', (status) => {
    expect(statusOf({ status: 'dressing' }, item(status))).toBe('problem')
  })

  it('is no PROBLEM for a piece that is only expected, or that is not required', () => {
    expect([
      statusOf({ status: 'dressing' }, item('expected')),
      statusOf({ status: 'dressing' }, item('missing', false)),
    ]).toEqual(['dressing', 'dressing'])
  })

  it('is PROBLEM while a call for help is open, and not after', () => {
    const words = ['open', 'accepted', 'done'].map((one) =>
      statusOf({ status: 'dressed' }, help(one)),
    )

    expect(words).toEqual(['problem', 'problem', 'ready'])
  })

  it.each(['no_show', 'unavailable'])(
    'is MISSING when the model is %s, whatever else',
    (status) => {
      expect(statusOf({ status: 'dressing' }, { ...model(status), ...help('open') })).toBe(
        'missing',
      )
    },
  )

  it('is ON on the runway, though a piece is missing', () => {
    expect(statusOf({ status: 'on_runway' }, item('missing'))).toBe('on')
  })

  it('is CHANGING once the model is back from her look before', () => {
    expect(statusOf({ status: 'assigned' }, change)).toBe('changing')
  })

  it('is BEAUTY while the model is in hair or make-up', () => {
    expect(statusOf({}, model('in_service'))).toBe('beauty')
  })
})

describe('a row', () => {
  it('carries what the server forecast, and a short name', () => {
    expect(rowFor(evening({}, change).state, 'l7')).toMatchObject({
      number: '7',
      name: 'Ada K.',
      margin: -9_000,
      class: 'red',
      after: 'l1',
      block: 'none',
    })
  })

  it('of a look that has left is not among those to go', () => {
    expect(rowsToGo(evening({}).state).map((row) => row.id)).toEqual(['l7'])
  })
})
