/** The owner's house: who comes in, what is brought in, which passes a show needs. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ASession } from '../../parts/a-session.svelte'
import { stepsOf } from './evening'
import { House } from './house.svelte'
import { PassDesk } from './passes.svelte'
import { openPasses, usualPasses } from './usual'

type Answer = { readonly status: number; readonly body?: unknown }

let answers: Record<string, Answer[]>
let diary: string[]

beforeEach(() => {
  answers = {}
  diary = []
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    const call = `${request.method ?? 'GET'} ${path.replace('/api/v1', '')}`
    diary.push(call)
    const { status, body } = answers[call]?.shift() ?? { status: 500 }
    const text = body === undefined ? null : JSON.stringify(body)
    return Promise.resolve(new Response(text, { status }))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const SHOWS = [{ id: 's1', title: 'SS27', seq: 4, created_at: 1 }]
const problem = (status: number, detail: string, more: object = {}): Answer => ({
  status,
  body: { status, code: 'malformed', detail, ...more },
})
const plan = (text: string, name = 'plan.json') => new File([text], name)

describe('at the owner’s door', () => {
  it('the token of the link lets in', async () => {
    answers = { 'POST /login': [{ status: 204 }], 'GET /shows': [{ status: 200, body: SHOWS }] }
    const house = new House()

    await house.enter('secret')

    expect([house.standing, house.chosen]).toEqual(['in', 's1'])
  })

  it('a wrong token does not, and says why', async () => {
    answers = { 'POST /login': [problem(403, 'This is not the owner’s token.')] }
    const house = new House()

    await house.enter('guess')

    expect([house.standing, house.why]).toEqual(['stranger', 'This is not the owner’s token.'])
    expect(diary).toEqual(['POST /login'])
  })

  it('to whom the server does not answer is no stranger, and is asked for again', async () => {
    vi.useFakeTimers()
    const house = new House()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    await house.enter()
    expect(house.standing).toBe('away')

    vi.stubGlobal('fetch', () => Promise.resolve(new Response('[]')))
    await vi.advanceTimersByTimeAsync(3_000)

    expect(house.standing).toBe('in')
    vi.useRealTimers()
  })

  it('the token of the link is tried again until the server answers', async () => {
    vi.useFakeTimers()
    answers = {
      'POST /login': [{ status: 502 }, { status: 204 }],
      'GET /shows': [{ status: 200, body: SHOWS }],
    }
    const house = new House()
    await house.enter('secret')
    expect(house.standing).toBe('away')

    await vi.advanceTimersByTimeAsync(3_000)

    expect(house.standing).toBe('in')
    vi.useRealTimers()
  })

  it('a server that says nothing at all is away after ten seconds', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      })
    })
    const house = new House()
    void house.enter()
    await vi.advanceTimersByTimeAsync(10_000)

    expect(house.standing).toBe('away')
    vi.useRealTimers()
  })

  it('whoever was in before is in again', async () => {
    answers = { 'GET /shows': [{ status: 200, body: [] }] }
    const house = new House()

    await house.enter()

    expect(house.standing).toBe('in')
  })
})

describe('a plan that is brought in', () => {
  it('becomes a show, and is opened', async () => {
    answers = {
      'POST /shows': [{ status: 201, body: SHOWS[0] }],
      'GET /shows': [{ status: 200, body: SHOWS }],
    }
    const house = new House()

    await house.bring(plan('{"title":"SS27"}'))

    expect([house.chosen, house.refusal]).toEqual(['s1', undefined])
  })

  it('with faults names each of them, and where', async () => {
    answers = { 'POST /shows': [problem(422, 'looks[3].model: no m9.\ncues[0].anchor: none.')] }
    const house = new House()

    await house.bring(plan('{}'))

    expect(house.refusal).toEqual({
      name: 'plan.json',
      problems: ['looks[3].model: no m9.', 'cues[0].anchor: none.'],
    })
  })

  it('with one fault names its place', async () => {
    answers = { 'POST /shows': [problem(422, 'Field required.', { at: 'plan.title' })] }
    const house = new House()

    await house.bring(plan('{}'))

    expect(house.refusal?.problems).toEqual(['plan.title: Field required.'])
  })

  it('without a title is told so as the terminal says it, and each fault stands alone', async () => {
    const detail = 'Missing field: plan.title. Unknown field: plan.rundown.'
    answers = { 'POST /shows': [problem(422, detail)] }
    const house = new House()

    await house.bring(plan('{}'))

    expect(house.refusal?.problems).toEqual([
      'The show has no title.',
      'rundown: no plan has this field.',
    ])
  })

  it.each([
    ['plan.json', 'not json', /no JSON/],
    ['lineup.XLSX', 'PK', /spreadsheet/],
  ])('as %s with %s in it is not even sent', async (name, text, why) => {
    const house = new House()

    await house.bring(plan(text, name))

    expect(house.refusal?.problems[0]).toMatch(why)
    expect(diary).toEqual([])
  })
})

describe('passes', () => {
  const state = new ASession({
    show: { rev: 1 },
    forecast: {},
    crew: {
      c1: { id: 'c1', role: 'dresser', name: 'Pia Holm', rev: 1 },
      c2: { id: 'c2', role: 'starter', name: 'Max', rev: 1 },
    },
    rooms: { B: { id: 'B', name: 'B', rev: 1 } },
    passes: {
      p1: { id: 'p1', role: 'caller', label: 'Show caller', created_at: 1, rev: 1 },
      p2: { id: 'p2', role: 'dresser', label: 'Pia Holm', created_at: 1, revoked_at: 2, rev: 1 },
      p3: { id: 'p3', role: 'producer', label: 'Zoë', created_at: 1, rev: 1 },
    },
  }).mirror.state

  it('that are open stand with the leaders first', () => {
    expect(openPasses(state).map((one) => one.id)).toEqual(['p3', 'p1'])
  })

  it('that a show usually needs are those it has not yet, one for each of the crew', () => {
    expect(usualPasses(state)).toEqual([
      { role: 'stage_manager', label: 'Stage manager' },
      { role: 'dresser', label: 'Pia Holm', scope: { crew: 'c1' } },
      { role: 'starter', label: 'Max', scope: { crew: 'c2' } },
      { role: 'screen', label: 'Backstage board' },
      { role: 'screen', label: 'Room B', scope: { room: 'B' } },
    ])
  })

  it('are made until one is refused, and the secrets of those made are kept', async () => {
    const made = (id: string) => ({ id, code: 'K', join_url: 'u', qr_svg_url: `/${id}.svg` })
    answers = {
      'POST /shows/s1/passes': [
        { status: 201, body: made('p8') },
        problem(429, 'Too many tries.'),
        { status: 201, body: made('p9') },
      ],
    }
    const desk = new PassDesk('s1')

    const ids = await desk.make([1, 2, 3].map((n) => ({ role: 'pit', label: `${n}` })))

    expect([ids, desk.why, desk.busy]).toEqual([['p8'], 'Too many tries.', false])
    expect([desk.qrOf('p8'), desk.qrOf('p1')]).toEqual([
      '/p8.svg',
      '/api/v1/shows/s1/passes/p1/qr.svg',
    ])
  })
})

describe('the course of the evening', () => {
  it('has one next step in each phase, and none when all is over', () => {
    const next = (['planned', 'lined_up', 'finale', 'wrapped', 'stopped'] as const).map(
      (phase) => stepsOf(phase).find((step) => step.stands === 'next')?.name,
    )

    expect(next).toEqual(['open_day', 'start_show', 'end_show', undefined, undefined])
  })
})
