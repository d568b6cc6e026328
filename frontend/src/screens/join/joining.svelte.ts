/** Joining: from a code, perhaps a PIN, to a role in a show. */

import { duration } from '../../lib/words'
import { ask, type Problem } from '../../link/http'
import type { Role } from '../../wire/state'
import { say } from './words'

interface Joined {
  readonly show: string
  readonly role: Role
  readonly label?: string
  /** The show's title, where we could learn it. */
  readonly title?: string
}

/** code: waits for one; looking: asks the server; pin: the code is right and needs more; joined. */
type Step = 'code' | 'looking' | 'pin' | 'joined'

export const CODE_LENGTH = 8

/** As it stands in print, `K74Q-2MXW`: only what can be in a code, in groups of four. */
export function tidy(typed: string): string {
  const bare = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, CODE_LENGTH)
  return bare.length > 4 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare
}

export class Joining {
  step: Step = $state.raw('code')
  code = $state.raw('')
  pin = $state.raw('')
  joined: Joined | undefined = $state.raw()
  /** Why it did not work, in words. */
  why = $state.raw('')

  get complete(): boolean {
    return this.code.replace('-', '').length === CODE_LENGTH
  }

  type(text: string): void {
    this.code = tidy(text)
    this.why = ''
  }

  async send(): Promise<void> {
    const before = this.step === 'pin' ? 'pin' : 'code'
    this.step = 'looking'
    this.why = ''
    const pin = this.pin.trim()
    const answer = await ask<Joined>('POST', '/join', { code: this.code, ...(pin && { pin }) })
    if (answer.ok) await this.#enter(answer.value)
    else this.#refused(answer.problem, before)
  }

  again(): void {
    this.step = 'code'
    this.code = this.pin = this.why = ''
    this.joined = undefined
  }

  async #enter(joined: Joined): Promise<void> {
    const shows = await ask<{ id: string; title: string }[]>('GET', '/shows')
    const title = shows.ok ? shows.value.find((one) => one.id === joined.show)?.title : undefined
    this.joined = { ...joined, ...(title !== undefined && { title }) }
    this.step = 'joined'
  }

  #refused(problem: Problem, before: Step): void {
    const needsPin = problem.code === 'pin_needed' || problem.code === 'pin_wrong'
    this.step = needsPin ? 'pin' : before
    if (problem.code === 'pin_needed') return
    this.pin = ''
    this.why = problem.retry_ms ? say().wait(duration(problem.retry_ms)) : problem.detail
  }
}
