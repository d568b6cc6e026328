/** The band: silent while live, louder as the picture ages, and honest when the link is back. */

import { render, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { Standing } from '../lib/session.svelte'
import { ASession } from './a-session.svelte'
import Band from './Band.svelte'

function show(standing: Standing, ageMs: number, form: 'phone' | 'tv' = 'phone'): ASession {
  const session = new ASession({ show: { rev: 1 }, forecast: {} })
  session.standing = standing
  session.ageMs = ageMs
  render(Band, { session, form })
  return session
}
const said = () => screen.getByRole('status').textContent.replace(/\s+/g, ' ').trim()

describe('the band', () => {
  it('says nothing while live', () => {
    show('live', 900)

    expect(said()).toBe('')
  })

  it('says from 4 s that taps are kept', () => {
    show('delayed', 5_000)

    expect(said()).toBe('Reconnecting… your taps are kept')
  })

  it('says from 10 s that there is no link, and how old the picture is', () => {
    show('stale', 74_500)

    expect(said()).toBe('NO LINK This is 1:14 old.')
  })

  it('counts the taps that wait', () => {
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    session.standing = 'stale'
    session.pending.put({
      ...{ id: 'a', key: 'k', pressedAt: 0, state: 'saved-here', quiet: false },
      command: { type: 'mark_look', look: 'l1', status: 'dressed' },
    })
    render(Band, { session })

    expect(said()).toContain('1 tap waiting')
  })

  it('on a wall says whom to ask', () => {
    show('stale', 11_000, 'tv')

    expect(said()).toMatch(/^NO LINK SINCE \d\d:\d\d:\d\d – ASK THE CALLER$/)
  })

  it('on a wall says how old the picture is', () => {
    show('delayed', 7_400, 'tv')

    expect(said()).toBe('DATA 0:07 OLD')
  })

  it('offers the last plan after a minute', () => {
    const onfallback = vi.fn()
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    session.standing = 'stale'
    session.ageMs = 61_000
    render(Band, { session, onfallback })

    screen.getByRole('button', { name: 'Show the last plan' }).click()

    expect(onfallback).toHaveBeenCalledOnce()
  })

  it('says what became of the taps when the link is back', () => {
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    session.back = { sent: 3, refused: 1 }
    render(Band, { session })

    expect(said()).toBe('Back. 3 marks sent. 1 needs a look.')
  })

  it('says when the server can not save', () => {
    const session = new ASession({ show: { rev: 1 }, forecast: {} })
    session.notSaving = true
    render(Band, { session })

    expect(said()).toContain('NOT SAVING')
  })
})
