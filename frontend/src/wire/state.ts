/** The show as it crosses the wire: one object per role, entities keyed by id, nothing ever null. */

export type LookStatus =
  | 'planned'
  | 'assigned'
  | 'dressing'
  | 'dressed'
  | 'checked'
  | 'at_line'
  | 'on_runway'
  | 'off'
  | 'done'
  | 'cut'
  | 'skipped'

export type Phase =
  | 'planned'
  | 'prep'
  | 'first_looks'
  | 'lined_up'
  | 'live'
  | 'finale'
  | 'ended'
  | 'wrapped'
  | 'cancelled'
  | 'stopped'

export type Light = 'red' | 'amber' | 'green'
export type Party = 'backstage' | 'house' | 'technical'

export type Role =
  | 'producer'
  | 'caller'
  | 'stage_manager'
  | 'starter'
  | 'head_dresser'
  | 'dresser'
  | 'seamstress'
  | 'desk'
  | 'stylist'
  | 'designer'
  | 'casting'
  | 'check_in'
  | 'beauty'
  | 'operator'
  | 'front_of_house'
  | 'usher'
  | 'pit'
  | 'security'
  | 'screen'
  | 'owner'

export interface Entity {
  readonly id: string
  readonly rev: number
}

export interface Holding {
  readonly scope: 'start' | 'exits'
  readonly reason: 'house' | 'vip' | 'model' | 'garment' | 'technical' | 'safety' | 'other'
  readonly owner: string
  readonly owner_role: Role
  readonly since_at: number
  readonly expected_end_at: number
  readonly note?: string
  readonly overdue?: boolean
}

export interface Show {
  readonly title: string
  readonly phase: Phase
  readonly house: 'closed' | 'open' | 'clearing'
  readonly hold?: Holding
  readonly release: Readonly<Record<Party, Light>>
  readonly lineup: 'open' | 'frozen'
  readonly revision: number
  readonly caller?: string
  readonly caller_since?: number
  readonly spacing_ms: number
  readonly walk_ms: number
  readonly starts_at?: number
  readonly t0_at?: number
  readonly assembly: string
  readonly checks?: boolean
  readonly at_line_min?: number
  readonly order: readonly string[]
  readonly plan_order?: readonly string[]
  readonly last_go_at?: number
  readonly at?: number
  readonly rev?: number
}

export interface Exit {
  readonly look: string
  readonly model?: string
  readonly at_ms: number
  readonly number: number
  readonly instead_of?: string
}

export interface Run {
  readonly id: string
  readonly kind: 'rehearsal' | 'show'
  readonly began_at: number
  readonly t0_at?: number
  readonly planned_ms?: number
  readonly ended_at?: number
  readonly exits?: readonly Exit[]
  readonly rev: number
}

export interface Look extends Entity {
  readonly number: string
  readonly model?: string
  readonly dresser?: string
  readonly change_ms?: number
  readonly change_class?: 'simple' | 'usual' | 'gown' | 'couture'
  readonly notes?: string
  readonly picture?: string
  readonly items?: readonly string[]
  readonly status: LookStatus
  readonly status_at?: number
  readonly dressing_at?: number
  readonly dressed_at?: number
  readonly exited_at?: number
  readonly returned_at?: number
  readonly return_assumed?: boolean
  readonly exits?: number
  readonly cut_live?: boolean
  readonly sent_back?: string
  readonly measured_change_ms?: number
  readonly measured_walk_ms?: number
  readonly marked_at?: number
  readonly marked_by?: string
  readonly marked_seq?: number
}

export type ModelStatus =
  | 'expected'
  | 'en_route'
  | 'arrived'
  | 'in_service'
  | 'first_look'
  | 'ready_line'
  | 'out'
  | 'changing'
  | 'finished'
  | 'released'
  | 'no_show'
  | 'unavailable'
  | 'substituted'

export interface Model extends Entity {
  readonly name?: string
  readonly measurements?: Readonly<Record<string, number | string>>
  readonly contact?: string
  readonly call_at?: number
  readonly eta_at?: number
  readonly arrived_at?: number
  readonly status: ModelStatus
  readonly status_at?: number
  readonly services?: Readonly<Record<string, string>>
  readonly reason?: string
  readonly marked_at?: number
}

export type ItemStatus =
  | 'expected'
  | 'on_rack'
  | 'with_model'
  | 'returned'
  | 'packed'
  | 'missing'
  | 'in_alteration'
  | 'ready'
  | 'damaged'
  | 'replaced'
  | 'written_off'

export interface Item extends Entity {
  readonly look: string
  readonly name: string
  readonly kind: 'garment' | 'shoe' | 'accessory'
  readonly required: boolean
  readonly size?: string
  readonly status: ItemStatus
  readonly status_at?: number
  readonly expected_at?: number
  readonly shared_by?: readonly string[]
  readonly on_look?: string
  readonly location?: string
  readonly value_class?: string
  readonly signed_out_at?: number
  readonly signed_out_by?: string
  readonly replaces?: string
  readonly marked_at?: number
  readonly marked_by?: string
  readonly marked_seq?: number
}

export interface Anchor {
  readonly t0?: boolean
  readonly look?: string
  readonly at?: 'exit' | 'return' | number
  readonly cue?: string
  readonly offset_ms?: number
  readonly manual?: boolean
}

export interface Cue extends Entity {
  readonly department: string
  readonly name: string
  readonly anchor: Anchor
  readonly start?: boolean
  readonly auto?: boolean
  readonly action?: Readonly<Record<string, string>>
  readonly status:
    'draft' | 'armed' | 'standby' | 'go_sent' | 'fired' | 'done' | 'skipped' | 'failed' | 'held'
  readonly standby_at?: number
  readonly confirmed_at?: number
  readonly go_at?: number
  readonly fired_at?: number
  readonly fired_assumed?: boolean
  readonly anchor_lost?: boolean
}

export interface Crew extends Entity {
  readonly role: Role
  readonly name?: string
  readonly room?: string
}

export interface Room extends Entity {
  readonly name: string
}

export type HelpKind = 'zip_sew' | 'shoe' | 'missing_item' | 'model_missing' | 'hands' | 'other'

export interface Help extends Entity {
  readonly look: string
  readonly kind: HelpKind
  readonly item?: string
  readonly note?: string
  readonly status: 'open' | 'accepted' | 'done' | 'declined'
  readonly raised_at: number
  readonly raised_by: string
  readonly accepted_by?: string
  readonly accepted_at?: number
  readonly ready_at?: number
  readonly ended_at?: number
}

export interface Message extends Entity {
  readonly kind: 'text' | 'nudge' | 'change' | 'question' | 'call'
  readonly to: readonly string[]
  readonly sent_at: number
  readonly sent_by: string
  readonly sent_role: string
  readonly text?: string
  readonly code?: string
  readonly look?: string
  readonly other?: string
  readonly subject?: string
  readonly revision?: number
  readonly acks?: Readonly<Record<string, number>>
}

export interface Option {
  readonly id: string
  readonly label: string
  readonly anchor?: Anchor
  readonly status?: string
}

export interface Decision extends Entity {
  readonly kind: 'reanchor' | 'clash'
  readonly raised_at: number
  readonly cue?: string
  readonly look?: string
  readonly options?: readonly Option[]
  readonly chosen?: string
  readonly chosen_by?: string
  readonly chosen_at?: number
}

export interface Seat extends Entity {
  readonly block: string
  readonly row: number
  readonly number: number
  readonly tier?: number
  readonly status: string
  readonly guest?: string
  readonly marked_at?: number
}

export interface Guest extends Entity {
  readonly name?: string
  readonly title?: string
  readonly party?: string
  readonly tier?: number
  readonly seat?: string
  readonly apart_from?: readonly string[]
  readonly status: string
  readonly checked_in_at?: number
}

export interface Scope {
  readonly models?: readonly string[]
  readonly crew?: string
  readonly room?: string
  readonly department?: string
}

export interface Pass extends Entity {
  readonly role: Role
  readonly label?: string
  readonly scope?: Scope
  readonly created_at: number
  readonly expires_at?: number
  readonly revoked_at?: number
}

export interface LookForecast {
  readonly exit_at?: number
  readonly return_at?: number
  readonly block?: 'none' | 'soft' | 'hard'
}

export type ChangeClass = 'impossible' | 'red' | 'amber' | 'ok'

export interface ChangeForecast {
  readonly after: string
  readonly window_ms: number
  readonly needed_ms: number
  readonly slack_ms: number
  readonly class: ChangeClass
  readonly source: string
}

export interface Forecast {
  readonly next?: string
  readonly spacing_ms: number
  readonly t0_at?: number
  readonly end_at?: number
  readonly over_ms: number
  readonly ready: number
  readonly working: number
  readonly problem: number
  readonly looks: Readonly<Record<string, LookForecast>>
  readonly changes: Readonly<Record<string, ChangeForecast>>
  readonly cues: Readonly<Record<string, number>>
  readonly latest: Readonly<Record<string, number>>
}

/** The twelve collections, in the order of PROTOCOL.md section 7. */
export interface Collections {
  looks: Look
  models: Model
  items: Item
  cues: Cue
  crew: Crew
  rooms: Room
  help: Help
  messages: Message
  decisions: Decision
  seats: Seat
  guests: Guest
  passes: Pass
}

export type Collection = keyof Collections

export const COLLECTIONS = [
  'looks',
  'models',
  'items',
  'cues',
  'crew',
  'rooms',
  'help',
  'messages',
  'decisions',
  'seats',
  'guests',
  'passes',
] as const satisfies readonly Collection[]

/** A role's state at one `seq`: a collection that the role may not see is simply absent. */
export type State = {
  readonly show: Show
  readonly run?: Run
  readonly forecast?: Forecast
} & { readonly [name in Collection]?: Readonly<Record<string, Collections[name]>> }

/** One command: its type and its fields. `override` gives the reason for passing a soft guard. */
export interface Command {
  readonly type: string
  readonly override?: string
  readonly [field: string]: unknown
}

export interface Expect {
  readonly next?: string
  readonly rev?: number
  readonly status?: string
  readonly phase?: string
}

export interface Guard {
  readonly code: string
  readonly detail: string
  readonly hard?: boolean
}

/** One screen as the callers see it. */
export interface Screen {
  readonly client: string
  readonly pass: string
  readonly role: Role
  readonly label?: string
  readonly seq: number
  readonly standing: 'live' | 'delayed' | 'stale' | 'gone'
  readonly since_at: number
  readonly seen_at: number
}
