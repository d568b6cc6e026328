/** The mirrored show as screens read it: each entity wakes only those who read that entity. */

import { SvelteMap } from 'svelte/reactivity'
import {
  COLLECTIONS,
  type ChangeForecast,
  type Collection,
  type Collections,
  type Forecast,
  type LookForecast,
  type Run,
  type Show,
  type State,
} from '../wire/state'

const NO_SHOW: Show = {
  title: '',
  phase: 'planned',
  house: 'closed',
  release: { backstage: 'red', house: 'red', technical: 'red' },
  lineup: 'open',
  revision: 0,
  spacing_ms: 15_000,
  walk_ms: 40_000,
  assembly: '',
  order: [],
}
const NO_FORECAST: Forecast = {
  spacing_ms: 15_000,
  over_ms: 0,
  ready: 0,
  working: 0,
  problem: 0,
  looks: {},
  changes: {},
  cues: {},
  latest: {},
}

/** What is not per look: next, end_at, over_ms, ready, working, problem. */
export type Figures = Omit<Forecast, 'looks' | 'changes' | 'cues' | 'latest'>

export class LiveForecast {
  figures: Figures = $state.raw(NO_FORECAST)
  readonly looks = new SvelteMap<string, LookForecast>()
  readonly changes = new SvelteMap<string, ChangeForecast>()
  readonly cues = new SvelteMap<string, number>()
  readonly latest = new SvelteMap<string, number>()

  show(forecast: Forecast | undefined): void {
    const { looks, changes, cues, latest, ...figures } = { ...NO_FORECAST, ...forecast }
    if (!same(this.figures, figures)) this.figures = figures
    shelve(this.looks, looks)
    shelve(this.changes, changes)
    shelve(this.cues, cues)
    shelve(this.latest, latest)
  }
}

/** Entities are frozen values: a change puts a new value in the old one's place. */
export class LiveState {
  show: Show = $state.raw(NO_SHOW)
  run: Run | undefined = $state.raw()
  readonly looks = new SvelteMap<string, Collections['looks']>()
  readonly models = new SvelteMap<string, Collections['models']>()
  readonly items = new SvelteMap<string, Collections['items']>()
  readonly cues = new SvelteMap<string, Collections['cues']>()
  readonly crew = new SvelteMap<string, Collections['crew']>()
  readonly rooms = new SvelteMap<string, Collections['rooms']>()
  readonly help = new SvelteMap<string, Collections['help']>()
  readonly messages = new SvelteMap<string, Collections['messages']>()
  readonly decisions = new SvelteMap<string, Collections['decisions']>()
  readonly seats = new SvelteMap<string, Collections['seats']>()
  readonly guests = new SvelteMap<string, Collections['guests']>()
  readonly passes = new SvelteMap<string, Collections['passes']>()
  readonly forecast = new LiveForecast()

  /** Show `after`; `before` is what is shown now, so that only what differs is touched. */
  paint(after: State, before: State | undefined): void {
    if (after.show !== before?.show) this.show = after.show
    if (after.run !== before?.run) this.run = after.run
    for (const name of COLLECTIONS) this.#shelve(name, after, before)
    if (after.forecast !== before?.forecast || !before) this.forecast.show(after.forecast)
  }

  #shelve(name: Collection, after: State, before: State | undefined): void {
    if (before && after[name] === before[name]) return
    shelve(this[name] as SvelteMap<string, object>, after[name] ?? {})
  }
}

function shelve<V>(shelf: SvelteMap<string, V>, rows: Readonly<Record<string, V>>): void {
  for (const id of [...shelf.keys()]) if (!Object.hasOwn(rows, id)) shelf.delete(id)
  for (const [id, row] of Object.entries(rows)) if (shelf.get(id) !== row) shelf.set(id, row)
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
