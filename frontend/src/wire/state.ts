/** The protocol's types by the names that screens use for them; all are made from the server's. */

import type * as wire from './protocol.gen'

export type {
  Department,
  Grade,
  HelpKind,
  HoldReason,
  Light,
  Party,
  Phase,
  Role,
  Why,
} from './protocol.gen'

/** Values are never changed in place: a change puts a new value in the old one's. */
export type Fixed<T> = T extends readonly (infer One)[]
  ? readonly Fixed<One>[]
  : T extends object
    ? { readonly [K in keyof T]: Fixed<T[K]> }
    : T

export type Anchor = Fixed<wire.Anchor>
export type ChangeForecast = Fixed<wire.ChangeForecast>
export type Command = Fixed<wire.Command>
export type Crew = Fixed<wire.Crew>
export type Cue = Fixed<wire.Cue>
export type Decision = Fixed<wire.Decision>
export type Exit = Fixed<wire.Exit>
export type Expect = Fixed<wire.Expect>
export type Forecast = Fixed<wire.Forecast>
export type Guest = Fixed<wire.Guest>
export type Help = Fixed<wire.Help>
export type Holding = Fixed<wire.Holding>
export type HouseCounts = Fixed<wire.HouseCounts>
export type Item = Fixed<wire.Item>
export type Look = Fixed<wire.Look>
export type LookForecast = Fixed<wire.LookForecast>
export type Message = Fixed<wire.Message>
export type Model = Fixed<wire.Model>
export type Option = Fixed<wire.Option>
export type Pass = Fixed<wire.Pass>
export type Room = Fixed<wire.Room>
export type Run = Fixed<wire.Run>
export type Scope = Fixed<wire.Scope>
export type Seat = Fixed<wire.Seat>
export type Show = Fixed<wire.Show>
export type State = Fixed<wire.State>
export type LookStatus = wire.Stage
export type ModelStatus = wire.Presence
export type ItemStatus = wire.ItemStage
/** Something that speaks against a command; a soft one yields to an override reason. */
export type Guard = Fixed<wire.Warned>
/** One connected device, as callers see it. */
export type Screen = Fixed<wire.ScreenOut>

export interface Entity {
  readonly id: string
  readonly rev: number
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
