/** Making and withdrawing passes. Secrets are told once, so this page remembers them while it is open. */

import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { roleName } from '../../lib/words'
import { ask, type Problem } from '../../link/http'
import type { Pass, Role, Scope } from '../../wire/state'

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
  /** Ids of passes whose code the server itself can't tell any more. */
  readonly lost = new SvelteSet<string>()
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

  /** A QR code did not come: because nobody knows it, or because the link is away? */
  async missed(passId: string): Promise<void> {
    const answer = await ask('GET', `/shows/${this.showId}/passes/${passId}/qr.svg`)
    if (answer.ok) return
    if (answer.problem.status === 404) this.lost.add(passId)
    else this.#refused(answer.problem)
  }

  /** The same again with new codes; then those in `ending` are withdrawn, each only if its successor is there. */
  async renew(passes: readonly Pass[], ending: readonly Pass[]): Promise<readonly string[]> {
    const ids = await this.make(passes.map(again))
    for (const old of passes.slice(0, ids.length)) {
      if (ending.includes(old)) await this.revoke(old.id)
    }
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

function again({ role, label, scope }: Pass): PassWanted {
  return { role, label: label ?? roleName(role), ...(scope && { scope }) }
}
