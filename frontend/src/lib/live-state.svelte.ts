/** The mirrored show as screens read it: each entity wakes only those who read that entity. */

import { SvelteMap } from 'svelte/reactivity'
import {
  COLLECTIONS,
  type ChangeForecast,
  type Collection,
  type Collections,
  type Forecast,
  type HouseCounts,
  type LookForecast,
  type Run,
  type Show,
  type State,
} from '../wire/state'

const NO_SHOW = {
  title: '',
  phase: 'planned',
  house: 'closed',
  release: { backstage: 'red', house: 'red', technical: 'red' },
  lineup: 'open',
  revision: 0,
  rev: 0,
  spacing_ms: 15_000,
  walk_ms: 40_000,
  assembly: '',
  order: [],
} satisfies Show

/** The show; what the role may not see stands at its usual value. */
export type ShowNow = Show & Required<Pick<Show, 'spacing_ms' | 'walk_ms' | 'order'>>

const NO_FIGURES = { spacing_ms: 15_000, over_ms: 0, ready: 0, working: 0, problem: 0 }

/** What is not per look: next, end_at, over_ms, ready, working, problem. */
export type Figures = Omit<Forecast, 'looks' | 'changes' | 'cues' | 'latest'> &
  Required<Pick<Forecast, 'ready' | 'working' | 'problem'>>

export class LiveForecast {
  figures: Figures = $state.raw(NO_FIGURES)
  readonly looks = new SvelteMap<string, LookForecast>()
  readonly changes = new SvelteMap<string, ChangeForecast>()
  readonly cues = new SvelteMap<string, number>()
  readonly latest = new SvelteMap<string, number>()

  paint(forecast: Partial<Forecast>): void {
    const { looks = {}, changes = {}, cues = {}, latest = {}, ...figures } = forecast
    this.figures = { ...NO_FIGURES, ...figures }
    shelve(this.looks, looks)
    shelve(this.changes, changes)
    shelve(this.cues, cues)
    shelve(this.latest, latest)
  }
}

/** Entities are values that nobody changes: a change puts a new one in the old one's place. */
export class LiveState {
  show: ShowNow = $state.raw(NO_SHOW)
  run: Run | undefined = $state.raw()
  /** How full the house is, for the caller. */
  house: HouseCounts | undefined = $state.raw()
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
  paint(after: State, before: Partial<State>): void {
    if (after.show !== before.show) this.show = { ...NO_SHOW, ...after.show }
    this.run = after.run
    this.house = after.house
    for (const name of COLLECTIONS) this.#shelve(name, after, before)
    if (after.forecast !== before.forecast) this.forecast.paint(after.forecast)
  }

  #shelve(name: Collection, after: State, before: Partial<State>): void {
    if (after[name] !== before[name]) {
      shelve(this[name] as SvelteMap<string, object>, after[name] ?? {})
    }
  }
}

function shelve<V>(shelf: SvelteMap<string, V>, rows: Readonly<Record<string, V>>): void {
  for (const id of [...shelf.keys()]) if (!Object.hasOwn(rows, id)) shelf.delete(id)
  for (const [id, row] of Object.entries(rows)) if (shelf.get(id) !== row) shelf.set(id, row)
}
