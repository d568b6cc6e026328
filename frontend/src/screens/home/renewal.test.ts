/** Codes that can't be shown again: it is said, and new ones take their place without cutting off who is here. */

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ASession } from '../../parts/a-session.svelte'
import type { Pass } from '../../wire/state'
import PassCard from './PassCard.svelte'
import { PassDesk } from './passes.svelte'
import PrintSheet from './PrintSheet.svelte'
import { neverSeen, toRenew } from './renewal'

const PIA: Pass = { id: 'p1', role: 'dresser', label: 'Pia', scope: { crew: 'c1' }, rev: 1 }
const MAX: Pass = { id: 'p2', role: 'starter', label: 'Max', rev: 1 }
const ANA: Pass = { id: 'p3', role: 'caller', label: 'Ana', rev: 1 }

let status: number
let diary: { readonly call: string; readonly body: unknown }[]

beforeEach(() => {
  status = 404
  diary = []
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    diary.push({ call: `${method} ${path}`, body: JSON.parse((body as string | undefined) ?? '0') })
    if (method === 'DELETE') return Promise.resolve(new Response(null, { status: 204 }))
    if (method === 'GET') return Promise.resolve(new Response('{}', { status }))
    const made = { id: `n${diary.length}`, code: 'K74Q2MXW', join_url: 'http://h/join#K' }
    return Promise.resolve(new Response(JSON.stringify(made), { status: 201 }))
  })
})
afterEach(() => vi.unstubAllGlobals())

function aSession(passes: readonly Pass[]): ASession {
  const session = new ASession({
    show: { rev: 1, title: 'SS27' },
    forecast: {},
    looks: { l1: { id: 'l1', number: '1', marked_by: 'p3', rev: 1 } },
    passes: Object.fromEntries(passes.map((one) => [one.id, one])),
  })
  session.screens = [{ pass: 'p2', role: 'starter', standing: 'gone', since: 1 }] as never
  return session
}

function miss(): void {
  for (const img of document.querySelectorAll('img')) void fireEvent.error(img)
}

it('somebody whose device was here, or who has marked a look, has been seen', () => {
  expect(neverSeen(aSession([]), [PIA, MAX, ANA])).toEqual([PIA])
})

it('who has a newer pass with a known code needs no other', () => {
  const newer = { ...PIA, id: 'p9' }

  expect(toRenew([PIA, MAX, newer], new Set(['p1', 'p2']))).toEqual([MAX])
})

it('a sheet without a code left says why, and makes new passes only after it was asked', async () => {
  const session = aSession([PIA, MAX])
  render(PrintSheet, { session, desk: new PassDesk('s1'), onclose: () => undefined })
  miss()
  await screen.findByText('2 codes can’t be shown again')
  await fireEvent.click(screen.getByRole('button', { name: 'Make new passes for these' }))
  const before = diary.filter(({ call }) => !call.startsWith('GET'))
  const asked = screen.getByRole('alertdialog').textContent
  await fireEvent.click(screen.getByRole('button', { name: 'Make new passes' }))

  await waitFor(() => expect(diary.at(-1)?.call).toBe('DELETE /api/v1/shows/s1/passes/p1'))
  expect(before).toEqual([])
  expect(asked).toMatch(/One old code ends now.*The others go on/)
  expect(diary.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body)).toEqual([
    { role: 'starter', label: 'Max' },
    { role: 'dresser', label: 'Pia', scope: { crew: 'c1' } },
  ])
})

it('a code that did not come because the link is away is not called lost', async () => {
  status = 503
  const desk = new PassDesk('s1')
  render(PrintSheet, { session: aSession([PIA]), desk, onclose: () => undefined })
  miss()

  await waitFor(() => expect(desk.why).not.toBe(''))
  expect(screen.queryByRole('button', { name: /new pass/ })).toBeNull()
})

it('a pass without its code says that the code still opens the door', async () => {
  const desk = new PassDesk('s1')
  render(PassCard, { session: aSession([PIA]), desk, pass: PIA, onrenewed: () => undefined })
  miss()

  expect(await screen.findByText(/still opens the door/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Make a new pass for this' })).toBeTruthy()
})

it('an old pass is not withdrawn when the new one was refused', async () => {
  vi.stubGlobal('fetch', (_: string, { method }: RequestInit) => {
    diary.push({ call: method ?? 'GET', body: undefined })
    return Promise.resolve(new Response('{"detail":"Not now."}', { status: 429 }))
  })
  const desk = new PassDesk('s1')

  const ids = await desk.renew([PIA], [PIA])

  expect([ids, desk.why, diary.map(({ call }) => call)]).toEqual([[], 'Not now.', ['POST']])
})
