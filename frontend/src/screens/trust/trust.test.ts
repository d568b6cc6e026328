/** The way to the secure page: it leads back to where one came from, and nowhere else; and says what is so. */

import { render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Trust from './Screen.svelte'
import { goal } from './secure-page'

const OFFER = {
  https_port: 8443,
  fingerprint: 'AA:BB:CC',
  title: 'Standby on laptop',
  ends_at: 1_860_000_000_000,
  names_you: true,
}

let offer: object
let trusted: boolean

beforeEach(() => {
  offer = OFFER
  trusted = false
  history.replaceState(null, '', '/trust?to=/show/s1/dresser')
  vi.stubGlobal('fetch', (address: string) => {
    if (address === '/api/v1/trust') return Promise.resolve(new Response(JSON.stringify(offer)))
    return trusted ? Promise.resolve(new Response('{}')) : Promise.reject(new TypeError('refused'))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const standing = () => document.querySelector<HTMLElement>('[data-trust]')?.dataset['trust']

describe('the way back', () => {
  it.each([
    ['?to=/show/s1/dresser', '/show/s1/dresser'],
    ['?to=//elsewhere.example', '/join'],
    ['?to=/\\elsewhere.example', '/join'],
    ['?to=https://elsewhere.example', '/join'],
    ['?to=javascript:alert(1)', '/join'],
    ['', '/join'],
  ])('%s leads to %s', (search, path) => {
    expect(goal(search)).toBe(path)
  })
})

describe('a device', () => {
  it('that gets through is led to the same page over https', async () => {
    trusted = true
    render(Trust)

    const link = await screen.findByRole('link', { name: 'Open the secure page' })
    expect(link.getAttribute('href')).toBe('https://localhost:8443/show/s1/dresser')
  })

  it('that does not get through is shown the steps, and may stay where it was', async () => {
    render(Trust)

    await waitFor(() => expect(standing()).toBe('not yet'))
    expect(screen.queryByRole('link', { name: 'Open the secure page' })).toBeNull()
    expect(screen.getAllByRole('link', { name: /Download/ })[0]).toBeTruthy()
    expect(
      screen.getByRole('link', { name: 'Stay with the plain page' }).getAttribute('href'),
    ).toBe('/show/s1/dresser')
  })

  it('whose address the certificate does not name is told what to type', async () => {
    offer = { ...OFFER, names_you: false }
    render(Trust)

    expect(await screen.findByText(/standby tls add localhost/)).toBeTruthy()
  })

  it('of a house without https is told that plain http is good', async () => {
    offer = {}
    render(Trust)

    expect(await screen.findByText(/standby tls init/)).toBeTruthy()
    expect(standing()).toBe('not served')
  })

  it('of a house whose certificate is the world’s has nothing to install', async () => {
    offer = { https_port: 8443, names_you: true }
    render(Trust)

    expect(await screen.findByText(/Nothing is to be installed/)).toBeTruthy()
    expect(screen.queryByRole('link', { name: /Download/ })).toBeNull()
  })
})

describe('over https', () => {
  const refusal = 'Failed to register: An SSL certificate error occurred when fetching the script.'
  const taken = () => Promise.resolve({ update: () => Promise.resolve() })
  const refused = () => Promise.reject(new DOMException(refusal, 'SecurityError'))
  const elsewhere = () => Promise.reject(new DOMException('Insecure.', 'SecurityError'))

  it.each([
    ['a browser that takes the worker', taken, 'kept', /Nothing is left to do/],
    ['a warning that was passed by', refused, 'ignored', /The warning was passed by/],
    ['a browser that does not say', elsewhere, 'secure', /this browser does not tell/],
  ])('%s is told what is known', async (_, register, is, says) => {
    vi.stubGlobal('location', { protocol: 'https:', search: '', hostname: 'h' })
    vi.stubGlobal('navigator', { userAgent: '', userAgentData: {}, serviceWorker: { register } })
    render(Trust)

    await waitFor(() => expect(standing()).toBe(is))
    expect(screen.getByText(says)).toBeTruthy()
    expect(screen.queryByText(/Nothing is left/) !== null).toBe(is === 'kept')
  })
})
