/** A run of the checks: what was found so far, and the report of it. */

import { CHECKS, forget, type Asked, type Check, type Found, type Name } from './checks'
import { say } from './words'

export type Line =
  | { readonly name: Name; readonly is: 'running' | 'waiting'; readonly says: string }
  | ({ readonly name: Name } & (Found | Asked))

export class Tested {
  #found: Readonly<Partial<Record<Name, Found | Asked | 'running'>>> = $state.raw({})

  readonly lines: readonly Line[] = $derived(CHECKS.map((check) => this.#line(check)))
  readonly bad = $derived(this.lines.filter((line) => line.is === 'bad').length)
  readonly unsure = $derived(this.lines.filter((line) => line.is === 'unsure').length)
  /** Tests that wait for a tap, or for an answer. */
  readonly open = $derived(
    this.lines.filter((line) => line.is === 'waiting' || line.is === 'asking').length,
  )
  readonly done = $derived(this.lines.every((line) => line.is !== 'running'))
  readonly report = $derived(
    [
      `Standby selftest, ${location.origin}`,
      ...this.lines.map(
        ({ name, is, says }) => `${MARKS[is] ?? '…'} ${say().names[name]}: ${says}`,
      ),
    ].join('\n'),
  )

  /** What needs no tap, one after the other: measured at once they would slow each other. */
  async run(): Promise<void> {
    forget()
    for (const check of CHECKS) if (!check.onTap) await this.#try(check)
  }

  /** To be called within a tap: all at once, before the browser has forgotten it. */
  async tapped(): Promise<void> {
    await Promise.all(CHECKS.filter((check) => check.onTap).map((check) => this.#try(check)))
  }

  /** Whoever holds the device says whether it came through. */
  answer(name: Name, came: boolean): void {
    const asked = this.#found[name]
    if (typeof asked === 'object' && asked.is === 'asking') {
      this.#put(name, came ? asked.yes : asked.no)
    }
  }

  async #try(check: Check): Promise<void> {
    this.#put(check.name, 'running')
    try {
      this.#put(check.name, await check.run())
    } catch {
      this.#put(check.name, { is: 'bad', says: say().failed })
    }
  }

  #put(name: Name, found: Found | Asked | 'running'): void {
    this.#found = { ...this.#found, [name]: found }
  }

  #line({ name, onTap }: Check): Line {
    const found = this.#found[name]
    if (typeof found === 'object') return { name, ...found }
    return onTap && found === undefined
      ? { name, is: 'waiting', says: say().waiting }
      : { name, is: 'running', says: say().running }
  }
}

const MARKS: Readonly<Record<string, string>> = say().marks
