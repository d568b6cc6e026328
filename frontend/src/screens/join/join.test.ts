/** Joining: by a link, by hand, with a PIN; and one tap that starts everything. */

import { fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Join from './Screen.svelte'
import { tidy } from './joining.svelte'

interface Asked {
  readonly path: string
  readonly body: unknown
}

let asked: Asked[]
let answers: { status: number; body: object }[]
let entered: string[]

beforeEach(() => {
  asked = []
  answers = []
  entered = []
  history.replaceState(null, '', '/join')
  vi.stubGlobal('fetch', (path: string, request?: RequestInit) => {
    asked.push({ path, body: JSON.parse((request?.body as string | undefined) ?? 'null') })
    const answer =
      path === '/api/v1/shows'
        ? { status: 200, body: [{ id: 's1', title: 'SS27' }] }
        : answers.shift()
    return Promise.resolve(
      new Response(JSON.stringify(answer?.body), { status: answer?.status ?? 500 }),
    )
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const show = () => render(Join, { onenter: (path: string) => entered.push(path) })
const PIA = { status: 200, body: { show: 's1', role: 'dresser', label: 'Pia' } }
const problem = (status: number, code: string, detail: string) => ({
  status,
  body: { status, code, detail },
})

describe('who follows a link', () => {
  it('is asked nothing but to start, and the code leaves the address bar', async () => {
    history.replaceState(null, '', '/join#K74Q2MXW')
    answers.push(PIA)
    show()

    expect(await screen.findByRole('heading', { name: 'Pia' })).toBeTruthy()
    expect(asked[0]).toEqual({ path: '/api/v1/join', body: { code: 'K74Q-2MXW' } })
    expect(location.hash).toBe('')
  })

  it('goes to the screen of the role with one tap', async () => {
    history.replaceState(null, '', '/join#K74Q2MXW')
    answers.push(PIA)
    show()

    await fireEvent.click(await screen.findByRole('button', { name: /START/ }))

    expect(entered).toEqual(['/show/s1/dresser'])
  })
})

describe('who types a code', () => {
  it.each([
    ['k74q2mxw', 'K74Q-2MXW'],
    [' K74Q – 2MXW ', 'K74Q-2MXW'],
    ['k74q', 'K74Q'],
    ['K74Q-2MXW-9', 'K74Q-2MXW'],
  ])('sees %s as it is printed', (typed, printed) => {
    expect(tidy(typed)).toBe(printed)
  })

  it('is told in words that no show knows it, and may type another', async () => {
    answers.push(problem(403, 'forbidden', 'No show knows this code.'))
    show()
    await fireEvent.input(screen.getByLabelText('Code'), { target: { value: 'aaaabbbb' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Next' }))

    expect((await screen.findByRole('alert')).textContent).toContain('No show knows this code.')
    expect(screen.getByLabelText<HTMLInputElement>('Code').value).toBe('AAAA-BBBB')
  })

  it('of a caller is asked for the PIN, and asked again after a wrong one', async () => {
    answers.push(problem(403, 'pin_needed', 'This pass also needs its PIN.'))
    answers.push(problem(403, 'pin_wrong', 'The PIN is not right.'))
    answers.push({ status: 200, body: { show: 's1', role: 'caller', label: 'Ana' } })
    show()
    await fireEvent.input(screen.getByLabelText('Code'), { target: { value: 'aaaabbbb' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(await screen.findByText('Type the PIN that came with your code.')).toBeTruthy()
    expect(screen.queryByText(/Scan the code/)).toBeNull()
    for (const pin of ['1111', '2222']) {
      await fireEvent.input(await screen.findByLabelText('PIN'), { target: { value: pin } })
      await fireEvent.click(screen.getByRole('button', { name: 'Next' }))
    }

    expect(await screen.findByRole('heading', { name: 'Ana' })).toBeTruthy()
    expect(asked.map(({ body }) => body).slice(0, 3)).toEqual([
      { code: 'AAAA-BBBB' },
      { code: 'AAAA-BBBB', pin: '1111' },
      { code: 'AAAA-BBBB', pin: '2222' },
    ])
  })

  it('without a link to the server is told so', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
    show()
    await fireEvent.input(screen.getByLabelText('Code'), { target: { value: 'aaaabbbb' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Next' }))

    expect((await screen.findByRole('alert')).textContent).toContain('No link to the server')
  })
})
