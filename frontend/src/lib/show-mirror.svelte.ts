/** The server's show, mirrored and never computed: `apply` and `take` are its only writers. */

import type { State } from '../wire/state'
import { LiveState } from './live-state.svelte'
import { keepSame, mergePatch, type Json } from './merge-patch'
import { stateHash } from './state-hash'

export interface Delta {
  readonly from: number
  readonly to: number
  readonly patch: object
}

export interface Snapshot {
  readonly epoch: string
  readonly seq: number
  readonly state: State
}

export class ShowMirror {
  epoch = $state.raw('')
  /** -1 until the first picture has come. */
  seq = $state.raw(-1)
  /** What screens read: `state.looks.get('l16')`, `state.show.phase`, `state.forecast.looks.get('l16')`. */
  readonly state = new LiveState()
  #plain: State | undefined

  get empty(): boolean {
    return this.seq < 0
  }

  /** Take a whole picture in place of what is shown. */
  take(picture: Snapshot): void {
    // What is as it was keeps its identity, so that a new picture repaints only what is new.
    this.#show(keepSame(this.#plain, picture.state))
    this.epoch = picture.epoch
    this.seq = picture.seq
  }

  /** Apply what joins on, drop what is known; `gap` means that something between is missing. */
  apply(delta: Delta): 'applied' | 'known' | 'gap' {
    if (!this.#plain) return 'gap'
    if (delta.to <= this.seq) return 'known'
    if (delta.from !== this.seq + 1) return 'gap'
    this.#show(mergePatch(this.#plain, delta.patch as Json))
    this.seq = delta.to
    return 'applied'
  }

  snapshot(): Snapshot | undefined {
    return this.#plain && { epoch: this.epoch, seq: this.seq, state: this.#plain }
  }

  /** Does what is shown agree with the server's hash at this very `seq`? */
  agrees(hash: string): boolean {
    return this.#plain !== undefined && stateHash(this.#plain) === hash
  }

  #show(json: Json): void {
    const after = json as unknown as State
    this.state.paint(after, this.#plain ?? {})
    this.#plain = after
  }
}
