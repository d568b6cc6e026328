/** The owner's desk in trouble: what it says, what it disarms, and what has to be meant before it is done. */

import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { pressed, sessionAt } from '../stage/seats'
import RestoredAlarm from '../RestoredAlarm.svelte'
import BeginRun from './BeginRun.svelte'
import Evening from './Evening.svelte'
import LogTrouble from './LogTrouble.svelte'
import Releases from './Releases.svelte'

afterEach(() => vi.useRealTimers())

const asOwner = (state = 'live') => {
  const session = sessionAt('caller', state)
  session.me = { ...session.me, role: 'owner', pass: 'owner' }
  return session
}
const button = (name: RegExp | string) => screen.getByRole<HTMLButtonElement>('button', { name })

describe('an owner', () => {
  it('is told that history was restored, though nothing is addressed to an owner', async () => {
    const session = asOwner('restored')
    render(RestoredAlarm, { session, text: 'Ask the caller.' })
    await userEvent.setup().click(button('SEEN'))

    expect(session.diary[0]?.command).toEqual({ type: 'acknowledge', subject: 'n9' })
  })

  it('of a show with a damaged log is told to restore it, and what is wrong', () => {
    const session = asOwner()
    session.damaged = { seq: 412, what: 'Entry 412 is not what was written.' }
    render(LogTrouble, { session })

    const { textContent } = screen.getByRole('alert')
    expect(textContent).toMatch(/Entry 412 .*Stop the server.*standby restore.*start it again/)
  })

  it('of a server that can’t save is told to free space', () => {
    const session = asOwner()
    session.notSaving = true
    render(LogTrouble, { session })

    expect(screen.getByRole('alert').textContent).toMatch(/Free some space.*by itself/)
  })
})

describe.each([
  ['READ ONLY', { damaged: { what: 'torn' } }],
  ['NOT SAVING', { notSaving: true }],
  ['NO LINK', { ageMs: 12_000, standing: 'stale' as const }],
])('under %s', (word, trouble) => {
  it('no step of the evening can be pressed, and each says why', () => {
    const session = Object.assign(asOwner(), trouble)
    render(Evening, { session })

    for (const name of [/Start the finale/, /Begin a rehearsal/, /Begin the show/]) {
      expect(button(name).disabled).toBe(true)
      expect(button(name).textContent).toContain(word)
    }
    expect(button(/STOP EVERYTHING/).disabled).toBe(false)
  })

  it('no light can be set, and the reason stands there', () => {
    const session = Object.assign(asOwner(), trouble)
    session.patch({ show: { phase: 'lined_up' } })
    render(Releases, { session })

    expect(document.querySelectorAll('fieldset:disabled')).toHaveLength(3)
    expect(document.body.textContent).toContain(`${word}:`)
  })
})

describe('beginning a run', () => {
  it('while the show is live names who is out, and needs to be held', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const session = asOwner()
    render(BeginRun, { session })
    const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
    await user.click(button(/Begin a rehearsal/))
    vi.advanceTimersByTime(400) // a button is deaf while it comes up under the finger
    const asked = screen.getByRole('group').textContent
    await user.pointer({ keys: '[MouseLeft>]', target: button('Begin a rehearsal') })
    const early = pressed(session)
    vi.advanceTimersByTime(1_200)

    expect(asked).toMatch(/THE SHOW IS LIVE\. Out on the runway: .*L12/)
    expect([early, pressed(session)]).toEqual([[], ['begin_run']])
  })

  it('while the show is live has a way without holding, in two more steps', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const session = asOwner()
    render(BeginRun, { session })
    const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
    for (const name of [/Begin the show/, 'Begin the show', 'Yes']) {
      await user.click(button(name))
      vi.advanceTimersByTime(400)
    }

    expect(session.diary[0]?.command).toEqual({ type: 'begin_run', kind: 'show' })
  })

  it('before anything runs is asked once', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const session = asOwner()
    session.patch({ show: { phase: 'planned' } })
    render(BeginRun, { session })
    const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) })
    await user.click(button(/Begin a rehearsal/))
    vi.advanceTimersByTime(400)
    await user.click(button('Begin a rehearsal'))

    expect(session.diary[0]?.command).toEqual({ type: 'begin_run', kind: 'rehearsal' })
  })
})
