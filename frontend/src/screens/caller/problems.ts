/** What is wrong ahead, worst first, each with at most three ways out that one press accepts. */

import { wallClock } from '../../lib/clock'
import type { LiveState } from '../../lib/live-state.svelte'
import { rowsToGo, type Row } from '../../lib/row'
import { age, firstName, lookNumber, signed } from '../../lib/words'
import type { Command, Decision, Help, Option } from '../../wire/state'
import { say, trouble } from './words'

export interface Way {
  readonly label: string
  readonly command: Command
  /** What will follow, where it must be asked first. */
  readonly ask?: string
}

export interface Problem {
  readonly id: string
  readonly look: string | undefined
  readonly number: string
  readonly name: string
  readonly tone: 'missing' | 'problem' | 'late' | 'question'
  readonly text: string
  /** When whoever took it expects to be done. */
  readonly readyAt: number | undefined
  readonly who: string | undefined
  readonly ways: readonly Way[]
}

interface Weighed {
  readonly problem: Problem
  /** When it will hurt, brought forward by how badly. */
  readonly at: number
}

const WAYS_MAX = 3
const CARD_MS = 120_000 // a card about nothing that is due soon
const FAR = Number.MAX_SAFE_INTEGER
// Nobody repairs a model who is not there, and a zip needs hands: those come before thin margins.
const SOONER_MS = { missing: 120_000, problem: 60_000, late: 0, question: 30_000 } as const

/** All problems, worst first. `now` is the instant from which a hold would count. */
export function problems(state: LiveState, now: number): Problem[] {
  const rows = rowsToGo(state)
  const found = [
    ...rows.flatMap((row, place) => ofRow(state, { row, rows, place, now })),
    ...[...state.decisions.values()]
      .filter((one) => one.chosen === undefined)
      .map((one) => ofCard(state, one, now)),
  ]
  return found.sort((a, b) => a.at - b.at).map((one) => one.problem)
}

interface Here {
  readonly row: Row
  readonly rows: readonly Row[]
  readonly place: number
  readonly now: number
}

function ofRow(state: LiveState, here: Here): Weighed[] {
  const { row } = here
  const found = missing(row) ?? calledFor(state, row) ?? late(row)
  if (!found) return []
  const problem: Problem = {
    id: `${found.tone}/${row.id}`,
    look: row.id,
    number: lookNumber(row.number),
    name: row.name,
    readyAt: row.help?.ready_at,
    who: undefined,
    ways: ways(state, here).slice(0, WAYS_MAX),
    ...found,
  }
  return [{ problem, at: (row.due ?? FAR) - SOONER_MS[found.tone] }]
}

type Found = Pick<Problem, 'tone' | 'text'> & { readonly who?: string }

function missing(row: Row): Found | undefined {
  if (row.status !== 'missing') return undefined
  return { tone: 'missing', text: trouble().missing }
}

function calledFor(state: LiveState, row: Row): Found | undefined {
  if (row.help) {
    const taker =
      row.help.accepted_by === undefined ? undefined : state.passes.get(row.help.accepted_by)
    const kind = trouble().help[row.help.kind]
    const text = row.help.note ? `${kind}: ${row.help.note}` : kind
    return { tone: 'problem', text, ...(taker?.label !== undefined && { who: taker.label }) }
  }
  if (row.status !== 'problem') return undefined
  return { tone: 'problem', text: trouble().lost(row.missing.map((one) => one.name).join(', ')) }
}

function late(row: Row): Found | undefined {
  const dressed = row.status === 'ready' || row.status === 'in_line' || row.status === 'dressed'
  if (dressed || row.margin === undefined || row.margin >= 0) return undefined
  return { tone: 'late', text: trouble().late(signed(-row.margin).slice(1)) }
}

function ways(state: LiveState, here: Here): Way[] {
  const { row, rows, place, now } = here
  const fit = rows
    .slice(place + 1)
    .find((other) => isReady(other) && other.look.model !== row.look.model)
  const number = lookNumber(row.number)
  const found: Way[] = []
  if (fit) {
    const other = lookNumber(fit.number)
    found.push({
      label: say().swap(other),
      ask: say().swapAsk(number, other),
      command: { type: 'swap_looks', look: row.id, other: fit.id },
    })
  }
  if (state.show.phase === 'live') found.push(holdMore(state, row, now))
  if (state.show.phase === 'live') {
    found.push({
      label: say().skipOne(number),
      ask: say().skipAsk(number, row.name, lookNumber(rows[place === 0 ? 1 : 0]?.number ?? '')),
      command: { type: 'skip_look', look: row.id },
    })
  }
  return found
}

function isReady(row: Row): boolean {
  return row.status === 'ready' || row.status === 'in_line' || row.status === 'dressed'
}

/** Half a minute more: of the hold that is on, or a new one. */
function holdMore(state: LiveState, row: Row, now: number): Way {
  const from = Math.max(now, state.show.hold?.expected_end_at ?? now)
  const reason = row.status === 'missing' ? 'model' : 'garment'
  const command = { type: 'hold', scope: 'exits', reason, expected_end_at: from + 30_000 } as const
  return { label: say().holdMore, command }
}

function ofCard(state: LiveState, card: Decision, now: number): Weighed {
  const at = state.forecast.looks.get(card.look ?? '')?.exit_at ?? card.raised_at + CARD_MS
  return {
    at: at - SOONER_MS.question,
    problem: {
      id: `card/${card.id}`,
      look: card.look,
      number: '',
      name: '',
      tone: 'question',
      readyAt: undefined,
      who: undefined,
      ...(card.kind === 'clash' ? clash(state, card, now) : anchor(state, card)),
    },
  }
}

type Asked = Pick<Problem, 'text' | 'ways'>

function anchor(state: LiveState, card: Decision): Asked {
  const number = lookNumber(state.looks.get(card.look ?? '')?.number ?? '')
  const cue = state.cues.get(card.cue ?? '')?.name ?? ''
  return { text: trouble().anchor(cue, number), ways: options(card, (one) => one.label) }
}

/** A READY came late, and a PROBLEM was raised meanwhile: who saw which, and when. */
function clash(state: LiveState, card: Decision, now: number): Asked {
  const look = state.looks.get(card.look ?? '')
  const help = lastHelp(state, card.look)
  const ready = sighting(card, look?.marked_by, look?.marked_at)
  const problem = sighting(card, help?.raised_by, help?.raised_at)
  const keep: Readonly<Record<string, string>> = {
    ready: trouble().keepReady(wallClock(ready.at, false)),
    problem: trouble().keepProblem(wallClock(problem.at, false)),
  }
  const seen = ({ by, at }: Sighting) => {
    const who = firstName(state.passes.get(by)?.label)
    return trouble().seenAt(who, age(now - at))
  }
  return {
    text: trouble().clash(lookNumber(look?.number ?? ''), seen(ready), seen(problem)),
    ways: options(card, (one) => keep[one.id] ?? one.label),
  }
}

interface Sighting {
  readonly by: string
  readonly at: number
}

function sighting(card: Decision, by = '', at = card.raised_at): Sighting {
  return { by, at }
}

function lastHelp(state: LiveState, look: string | undefined): Help | undefined {
  return [...state.help.values()]
    .filter((one) => one.look === look)
    .sort((a, b) => b.raised_at - a.raised_at)[0]
}

function options(card: Decision, label: (one: Option) => string): Way[] {
  return card.options.slice(0, WAYS_MAX).map((option) => ({
    label: label(option),
    command: { type: 'choose_option', decision: card.id, option: option.id } as const,
  }))
}
