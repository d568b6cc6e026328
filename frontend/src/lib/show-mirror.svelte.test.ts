/** The mirror: whatever way a history comes, the same show stands there. */

import fc from 'fast-check'
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import type { Look, State } from '../wire/state'
import { mergePatch, type Json } from './merge-patch'
import { ShowMirror, type Delta } from './show-mirror.svelte'
import { stateHash } from './state-hash'

const START = {
  show: { title: 'SS27', phase: 'live', order: ['l1', 'l2', 'l3'], rev: 1 },
  forecast: { over_ms: 0, spacing_ms: 15_000, next: 'l1' },
  looks: Object.fromEntries(
    ['l1', 'l2', 'l3'].map((id) => [id, { id, number: id.slice(1), status: 'planned', rev: 1 }]),
  ),
} as unknown as State

const patches = fc.array(
  fc.record({
    look: fc.constantFrom('l1', 'l2', 'l3', 'l4'),
    status: fc.constantFrom('dressing', 'dressed', 'at_line', null),
    over: fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
)

type Change = typeof patches extends fc.Arbitrary<(infer T)[]> ? T : never

/** A history as states: each entry changes a look, and perhaps the forecast; `null` takes a look away. */
function history(changes: readonly Change[]): State[] {
  const states: State[] = [START]
  for (const { look, status, over } of changes) {
    const before = states.at(-1) ?? START
    const rev = (before.looks?.[look]?.rev ?? 0) + 1
    const patch: Json = {
      looks: { [look]: status === null ? null : { id: look, number: look, status, rev } },
      ...(over === undefined ? {} : { forecast: { over_ms: over } }),
    }
    states.push(mergePatch(before, patch) as unknown as State)
  }
  return states
}

function delta(states: readonly State[], from: number, to: number): Delta {
  return { from, to, patch: diff(states[from - 1], states[to]) as object }
}

function diff(before: unknown, after: unknown): unknown {
  if (JSON.stringify(before) === JSON.stringify(after)) return {}
  if (typeof before !== 'object' || typeof after !== 'object' || Array.isArray(after)) return after
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const gone = Object.keys(old).filter((name) => !(name in now))
  const changed = Object.keys(now).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  )
  return Object.fromEntries([
    ...gone.map((name) => [name, null] as const),
    ...changed.map((name) => [name, name in old ? diff(old[name], now[name]) : now[name]] as const),
  ])
}

function mirrorAt(states: readonly State[], seq: number): ShowMirror {
  const mirror = new ShowMirror()
  mirror.take({ epoch: 'e1', seq, state: states[seq] ?? START })
  return mirror
}

describe('a mirror', () => {
  it('stands equal to the snapshot, however the way there was cut into deltas', () => {
    fc.assert(
      fc.property(patches, fc.array(fc.boolean()), (changes, cuts) => {
        const states = history(changes)
        const mirror = mirrorAt(states, 0)
        let from = 1
        for (let to = 1; to < states.length; to++) {
          if (cuts[to] && to < states.length - 1) continue
          mirror.apply(delta(states, from, to))
          from = to + 1
        }

        expect(mirror.snapshot()?.state).toEqual(states.at(-1))
        expect(mirror.agrees(stateHash(states.at(-1) ?? START))).toBe(true)
      }),
    )
  })

  it('shows the very entities of its snapshot', () => {
    fc.assert(
      fc.property(patches, (changes) => {
        const states = history(changes)
        const mirror = mirrorAt(states, 0)
        states.slice(1).forEach((_, n) => mirror.apply(delta(states, n + 1, n + 1)))

        const shown = Object.fromEntries(mirror.state.looks)

        expect(shown).toEqual(states.at(-1)?.looks)
      }),
    )
  })

  it('goes by what it knows: repeated deltas change nothing, later ones are a gap, order is kept', () => {
    fc.assert(
      fc.property(patches, fc.array(fc.nat(12), { maxLength: 30 }), (changes, arrivals) => {
        const states = history(changes)
        const mirror = mirrorAt(states, 0)
        for (const one of arrivals) {
          const to = 1 + (one % (states.length - 1))
          const seq = mirror.seq
          const answer = mirror.apply(delta(states, to, to))

          expect(answer).toBe(to <= seq ? 'known' : to === seq + 1 ? 'applied' : 'gap')
          expect(mirror.snapshot()?.state).toEqual(states[mirror.seq])
        }
      }),
    )
  })

  it('without a picture has a gap', () => {
    expect(new ShowMirror().apply({ from: 1, to: 1, patch: {} })).toBe('gap')
  })

  it('takes a delta that begins in what it knows for a gap, because it can not be cut', () => {
    const states = history([
      { look: 'l1', status: 'dressed', over: undefined },
      { look: 'l2', status: 'dressed', over: undefined },
    ])

    expect(mirrorAt(states, 1).apply(delta(states, 1, 2))).toBe('gap')
  })

  it('wakes only who reads the look that changed', () => {
    const mirror = mirrorAt([START], 0)
    const woken: string[] = []
    const stop = $effect.root(() => {
      for (const id of ['l1', 'l2']) {
        $effect(() => {
          woken.push(`${id} ${mirror.state.looks.get(id)?.status ?? ''}`)
        })
      }
    })
    flushSync()

    mirror.apply({ from: 1, to: 1, patch: { looks: { l2: { status: 'dressed', rev: 2 } } } })
    flushSync()
    stop()

    expect(woken).toEqual(['l1 planned', 'l2 planned', 'l2 dressed'])
  })

  it('that takes a new picture wakes only who reads what is new in it', () => {
    const mirror = mirrorAt([START], 0)
    const kept = mirror.state.looks.get('l1')

    const copy = JSON.parse(JSON.stringify(START)) as { looks: Record<string, Look> }
    copy.looks['l2'] = { ...(copy.looks['l2'] as Look), status: 'dressed' }
    mirror.take({ epoch: 'e2', seq: 5, state: copy as unknown as State })

    expect(mirror.state.looks.get('l1')).toBe(kept)
    expect(mirror.state.looks.get('l2')?.status).toBe('dressed')
  })
})
