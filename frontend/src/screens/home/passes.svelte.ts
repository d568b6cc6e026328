/** Making and withdrawing passes. Secrets are told once, so this page remembers them while it is open. */

import { SvelteMap } from 'svelte/reactivity'
import { ask, type Problem } from '../../link/http'
import type { Role, Scope } from '../../wire/state'

export interface PassMade {
  readonly id: string
  readonly code: string
  readonly pin?: string
  readonly join_url: string
  readonly qr_svg_url: string
}

export interface PassWanted {
  readonly role: Role
  readonly label: string
  readonly scope?: Scope
}

export class PassDesk {
  readonly made = new SvelteMap<string, PassMade>()
  busy = $state.raw(false)
  /** Why the last one was not made or withdrawn. */
  why = $state.raw('')

  constructor(readonly showId: string) {}

  qrOf(passId: string): string {
    return this.made.get(passId)?.qr_svg_url ?? `${this.#path}/${passId}/qr.svg`
  }

  /** Make passes one after the other; return the ids of those that were made. */
  async make(wanted: readonly PassWanted[]): Promise<readonly string[]> {
    this.busy = true
    this.why = ''
    const ids: string[] = []
    for (const one of wanted) {
      const answer = await ask<PassMade>('POST', `/shows/${this.showId}/passes`, one)
      if (!answer.ok) {
        this.#refused(answer.problem)
        break
      }
      this.made.set(answer.value.id, answer.value)
      ids.push(answer.value.id)
    }
    this.busy = false
    return ids
  }

  async revoke(passId: string): Promise<void> {
    this.why = ''
    const answer = await ask('DELETE', `/shows/${this.showId}/passes/${passId}`)
    if (answer.ok) this.made.delete(passId)
    else this.#refused(answer.problem)
  }

  get #path(): string {
    return `/api/v1/shows/${this.showId}/passes`
  }

  #refused(problem: Problem): void {
    this.why = problem.detail
  }
}
