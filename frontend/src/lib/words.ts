/** What screens say, in one language at a time; and how times and names are written. */

import { en, type Catalogue } from './words/en'

let spoken: Catalogue = en
let code = 'en'
const DAY_S = 86_400

/** The catalogue in use: `words().status.ready`. */
export function words(): Catalogue {
  return spoken
}

/** Two letters of the language in use. */
export function language(): string {
  return code
}

/** Languages that have a catalogue. The others fall back to English. */
const CATALOGUES: Readonly<Record<string, () => Promise<Catalogue>>> = {
  en: () => Promise.resolve(en),
}

export async function speak(tag: string): Promise<string> {
  const wanted = tag.slice(0, 2).toLowerCase()
  const load = CATALOGUES[wanted]
  spoken = load ? await load() : en
  code = load ? wanted : 'en'
  return code
}

/** `3:20`, under a minute `:45`, past due `+0:20`; an hour or more `1:02:03`; then `45 h`, `3 d`. */
export function duration(ms: number): string {
  const s = Math.round(ms / 1000)
  if (s >= DAY_S) return far(s)
  if (s < 0) return `+${minutes(-s)}`
  return s < 60 ? `:${two(s)}` : minutes(s)
}

/** A margin carries its sign: `+1:05`, `−0:20`. */
export function signed(ms: number): string {
  const s = Math.round(ms / 1000)
  return `${s < 0 ? '\u2212' : '+'}${minutes(Math.abs(s))}`
}

/** A running clock: `06:41`, `1:06:41`. */
export function elapsed(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const text = minutes(s)
  return s < 600 ? `0${text}` : text
}

/** First name and initial: `Jojo R.` No surname stands on a wall. */
export function shortName(name: string | undefined): string {
  const parts = (name ?? '').trim().split(/\s+/)
  const [first = '', ...rest] = parts
  const last = rest.at(-1)
  if (last === undefined) return first
  return /\d/.test(last) ? `${first} ${last}` : `${first} ${initial(last)}.`
}

/** How somebody is called across a room: `Pia`; but `Dresser 2`, for there is a `Dresser 1` too. */
export function firstName(name: string | undefined): string {
  const short = shortName(name)
  return short.endsWith('.') ? short.slice(0, short.lastIndexOf(' ')) : short
}

/** `0:07`: an age always shows its minutes, and is never in the future: clocks differ after a restart. */
export function age(ms: number): string {
  return duration(Math.max(0, Math.floor(ms / 1000) * 1000)).replace(/^:/, '0:')
}

/** `L14`, always with the same prefix. */
export function lookNumber(number: string): string {
  return `${words().lookPrefix}${number}`
}

/** What a role is called: `Head dresser`. */
export function roleName(role: string): string {
  const names: Readonly<Record<string, string>> = words().role
  return names[role] ?? role
}

function initial(name: string): string {
  const first = name.codePointAt(0)
  return first === undefined ? '' : String.fromCodePoint(first).toUpperCase()
}

/** Farther off than a day nobody counts seconds. */
function far(s: number): string {
  const { days, hours } = words().units
  return s < 3 * DAY_S ? hours(Math.floor(s / 3600)) : days(Math.floor(s / DAY_S))
}

function minutes(s: number): string {
  const h = Math.floor(s / 3600)
  const m = Math.floor(s / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
