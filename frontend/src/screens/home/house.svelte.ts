/** The owner's house: who stands at the door, which shows there are, and how a new one comes in. */

import { ask, type Problem } from '../../link/http'
import { say } from './words'

export interface ShowLine {
  readonly id: string
  readonly title: string
  readonly seq: number
  readonly created_at: number
}

const ASK_AGAIN_MS = 3_000
export const PLAN_BYTES_MAX = 8 * 1024 * 1024 // as the server's
const SHEETS = /\.(xlsx|xls|ods|csv|tsv)$/i

/** Why a file was not taken, line by line. */
export interface Refusal {
  readonly name: string
  readonly problems: readonly string[]
}

export class House {
  /** asking: not answered yet; away: no server there; stranger: not the owner; in. */
  standing: 'asking' | 'away' | 'stranger' | 'in' = $state.raw('asking')
  shows: readonly ShowLine[] = $state.raw([])
  chosen: string | undefined = $state.raw()
  /** Why the token was not taken. */
  why = $state.raw('')
  reading = $state.raw('')
  refusal: Refusal | undefined = $state.raw()

  get show(): ShowLine | undefined {
    return this.shows.find((one) => one.id === this.chosen)
  }

  /** With the token of the link, or with the cookie of an earlier visit. */
  async enter(token?: string): Promise<void> {
    if (token !== undefined) {
      const answer = await ask('POST', '/login', { token })
      this.why = answer.ok ? '' : answer.problem.detail
      if (!answer.ok) {
        this.#without(answer.problem, () => this.enter(token))
        return
      }
    }
    await this.refresh()
  }

  async refresh(): Promise<void> {
    const answer = await ask<ShowLine[]>('GET', '/shows')
    if (!answer.ok) {
      this.#without(answer.problem, () => this.refresh())
      return
    }
    this.standing = 'in'
    this.shows = [...answer.value].sort((one, other) => other.created_at - one.created_at)
    const only = this.shows.length === 1 ? this.shows[0]?.id : undefined
    this.chosen ??= only
  }

  /** Whom the server does not answer is no stranger: it is asked again and again. */
  #without({ status }: Problem, again: () => Promise<void>): void {
    const away = status === 0 || status >= 500 // or whoever stands before it says so
    if (away && this.standing === 'in') return // what is open has a band of its own
    this.standing = away ? 'away' : 'stranger'
    if (away) setTimeout(() => void again(), ASK_AGAIN_MS)
  }

  choose(id: string | undefined): void {
    this.chosen = id
    this.refusal = undefined
  }

  /** Bring a plan in. What is wrong with it stands in `refusal`, in words. */
  async bring(file: File): Promise<void> {
    this.refusal = undefined
    this.reading = file.name
    const problems = await this.#bring(file)
    this.reading = ''
    if (problems.length > 0) this.refusal = { name: file.name, problems }
  }

  async #bring(file: File): Promise<readonly string[]> {
    if (SHEETS.test(file.name)) return [say().import.sheet]
    if (file.size > PLAN_BYTES_MAX) return [say().import.tooLarge]
    const text = await file.text()
    if (!isJson(text)) return [say().import.notJson]
    const answer = await ask<ShowLine>('POST', '/shows', text)
    if (!answer.ok) return inLines(answer.problem.detail, answer.problem.at)
    await this.refresh()
    this.chosen = answer.value.id
    return []
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The server names all faults of a plan in one text: a line each, or a sentence for each field. */
function inLines(detail: string, at?: string): string[] {
  const lines = detail.split(NEXT_FAULT).filter((line) => line.trim() !== '')
  return at && lines.length === 1 ? [`${at}: ${lines[0] ?? ''}`] : lines.map(inWords)
}

const NEXT_FAULT = /\n|(?<=\.) (?=(?:Missing|Unknown) field: )/
const FIELD = /^(Missing|Unknown) field: (?:plan\.)?(.+)\.$/

/** As the terminal says it: the title is missed by name, and nobody wrote `plan.` in the file. */
function inWords(fault: string): string {
  const [, what, field = ''] = FIELD.exec(fault) ?? []
  const { missing, unknown, lacks } = say().import
  if (what === 'Unknown') return unknown(field)
  return what === 'Missing' ? (lacks[field] ?? missing(field)) : fault
}
