/** A session on a real link: puts mirror, clock, outbox, conversation and line together. */

import { deviceTime, monotonic } from '../lib/clock'
import { ShowClock } from '../lib/clock.svelte'
import { Pending, pressKey, type Press } from '../lib/pending.svelte'
import type { Me, Outcome, PressOptions, Rejected, Session, Standing } from '../lib/session.svelte'
import { ShowMirror } from '../lib/show-mirror.svelte'
import { words } from '../lib/words'
import type { Device, PongFrame, PresenceFrame, WelcomeFrame } from '../wire/protocol.gen'
import type { Command, Expect, Role, Screen } from '../wire/state'
import { Answers } from './answers'
import { Conversation, type Act } from './conversation'
import { clientId, newId } from './ids'
import { kindOf, type Kind } from './kinds'
import { FINAL, Line, liveUrl } from './line'
import { Outbox, type Letter } from './outbox'
import { fetchPicture } from './picture'
import { Freshness, type Return } from './freshness.svelte'

const ORDER_MS = 3_000 // an order needs a beat younger than this; the server refuses from 4 s
const PING_EVERY_MS = 30_000
const PINGS_FIRST = 4 // on arriving: the quickest of a few is near the truth at once
const NOT_SAVING_MS = 6_000
const LETTER_MAX = 15_000 // bytes; the server hangs up at 16 KiB

export class LiveSession implements Session {
  readonly mirror = new ShowMirror()
  readonly clock: ShowClock
  readonly pending = new Pending()
  me: Me = $state.raw({ role: 'screen', pass: '', label: '', scope: {}, showId: '' })
  screens: readonly Screen[] = $state.raw([])
  /** Times that what was shown here disagreed with the server. Must stay 0. */
  divergences = $state.raw(0)
  readonly freshness: Freshness
  /** The server can't write its log: nothing pressed now is kept by it. */
  notSaving = $state.raw(false)
  #refusedAt = -Infinity
  #beatFresh = $state.raw(false)
  readonly #outbox = new Outbox()
  readonly #conversation = new Conversation(this.mirror, this.#outbox)
  readonly #line: Line
  readonly #answers = new Answers()
  #client = clientId()
  #device: Device | undefined
  #pingAt = -Infinity
  #pingsLeft = 0
  #ended = false

  constructor(
    readonly showId: string,
    readonly role: Role = 'screen',
    readonly now: () => number = monotonic,
  ) {
    this.clock = new ShowClock()
    this.freshness = new Freshness(this.clock, now, deviceTime)
    this.me = { ...this.me, role, showId }
    this.#line = new Line(
      liveUrl(showId, role),
      {
        opened: () => this.#act(this.#conversation.opened(this.#client, this.#device)),
        heard: (text) => this.#act(this.#conversation.hear(text, this.now())),
        closed: (code) => this.#closed(code),
      },
      now,
    )
  }

  get standing(): Standing {
    return this.freshness.standing
  }

  get ageMs(): number {
    return this.freshness.ageMs
  }

  get freshAt(): number | undefined {
    return this.freshness.freshAt
  }

  get stoppedBy(): number | undefined {
    return this.freshness.stoppedBy
  }

  get back(): Return | undefined {
    return this.freshness.back
  }

  get canOrder(): boolean {
    return this.#beatFresh && this.standing === 'live'
  }

  /** Take a picture over HTTP, then live from it. The returned function ends it all. */
  start(): () => void {
    const stopClock = this.clock.start()
    const stopTick = this.clock.onTick(() => this.#tick())
    const wake = () => {
      if (document.visibilityState === 'visible') this.wake()
    }
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('pageshow', wake)
    window.addEventListener('online', wake)
    this.#ended = false
    void this.#begin()
    return () => {
      this.#ended = true
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('pageshow', wake)
      window.removeEventListener('online', wake)
      stopTick()
      stopClock()
      this.#line.stop()
    }
  }

  /** The device slept, or its network came back: nothing shown is taken for new until it is proved. */
  wake(slept = false): void {
    const kept = this.#line.wake(slept)
    if (!kept) this.freshness.doubt()
    this.#pingsLeft = PINGS_FIRST
    this.#ping()
  }

  /** What this device can do: told in each greeting, and whenever it changes. */
  describe(device: Device): void {
    this.#device = device
    if (this.#conversation.live) this.#line.send(JSON.stringify({ type: 'device', device }))
  }

  press(command: Command, options: PressOptions = {}): Promise<Outcome> {
    const kind = kindOf(command.type)
    const letter = this.#write(command, kind, options)
    const refusal = this.#refusal(letter)
    this.pending.put({
      id: letter.id,
      key: pressKey(command),
      command,
      pressedAt: this.now(),
      quiet: options.quiet ?? false,
      state: this.#conversation.live || kind === 'order' ? 'sending' : 'saved-here',
    })
    if (refusal !== undefined) return Promise.resolve(this.#refuse(letter.id, refusal))
    const answer = this.#answers.to(letter.id)
    this.#outbox.put(letter)
    this.#act(this.#conversation.pump(this.now()))
    return answer
  }

  async #begin(): Promise<void> {
    const picture = await fetchPicture(this.showId, this.role)
    if (this.#ended) return
    if (picture.is === 'refused') {
      this.freshness.stop(picture.code)
      return
    }
    if (picture.is === 'here') this.mirror.take(picture.picture)
    this.#line.start()
  }

  #write(command: Command, kind: Kind, options: PressOptions): Letter {
    const expect = options.expect ?? this.#expected(command)
    const body =
      options.override === undefined ? command : { ...command, override: options.override }
    return {
      id: newId(),
      kind,
      command: body,
      ...(expect && { expect }),
      ...(kind === 'mark' && { occurredAt: Math.round(options.occurredAt ?? this.clock.ms()) }),
      ...(kind === 'order' && this.#newestBeat()),
    }
  }

  /** What the caller sees as next when GO is pressed. */
  #expected(command: Command): Expect | undefined {
    const { next } = this.mirror.state.forecast.figures
    return command.type === 'go' && next !== undefined ? { next } : undefined
  }

  #newestBeat(): { beat?: number } {
    const beat = this.#conversation.beatWithin(ORDER_MS, this.now())
    return beat === undefined ? {} : { beat }
  }

  /** Why this can't even be sent. */
  #refusal(letter: Letter): string | undefined {
    if (this.standing === 'stopped') return 'no_link'
    if (letter.kind === 'order' && letter.beat === undefined) return 'no_link'
    return JSON.stringify(letter).length > LETTER_MAX ? 'too_large' : undefined
  }

  #refuse(id: string, code: string): Outcome {
    const outcome: Outcome = { outcome: 'reject', id, code, detail: '', guards: [] }
    this.#settled(outcome)
    return outcome
  }

  #act(acts: readonly Act[]): void {
    for (const act of acts) this.#do(act)
  }

  #do(act: Act): void {
    switch (act.do) {
      case 'send': {
        this.#line.send(JSON.stringify(act.frame))
        return
      }
      case 'hang up': {
        this.#line.hangUp()
        return
      }
      case 'meet': {
        this.#met(act.welcome)
        return
      }
      case 'freshen': {
        this.#freshened(act.at)
        return
      }
      case 'settle': {
        this.#settled(act.outcome)
        return
      }
      default: {
        this.#note(act)
        return
      }
    }
  }

  #note(act: Extract<Act, { do: 'tell' | 'count divergence' | 'say not saving' }>): void {
    if (act.do === 'tell') this.#told(act.frame)
    else if (act.do === 'say not saving') this.#cannotSave()
    else this.divergences += 1
  }

  #cannotSave(): void {
    this.notSaving = true
    this.#refusedAt = this.now()
  }

  #met(welcome: WelcomeFrame): void {
    const { role, label = '', scope } = welcome
    this.me = { role, pass: welcome.pass, label, scope, showId: welcome.show }
    this.clock.hint(welcome.now_at)
    this.#pingsLeft = PINGS_FIRST
    this.#ping()
  }

  #freshened(at: number): void {
    this.#beatFresh = true
    this.freshness.proved(at, this.pending.waiting.length)
  }

  #told(frame: PongFrame | PresenceFrame): void {
    if (frame.type === 'presence') {
      this.screens = frame.screens
      return
    }
    const { t: sent, received_at, sent_at } = frame
    this.clock.measured({ sent, answered: this.now(), received_at, sent_at })
    if (this.#pingsLeft > 0) this.#ping()
  }

  #ping(): void {
    this.#pingsLeft -= 1
    this.#pingAt = this.now()
    if (this.#conversation.live) {
      this.#line.send(JSON.stringify({ type: 'ping', t: this.now() }))
    }
  }

  #settled(outcome: Outcome): void {
    const accepted = outcome.outcome === 'ack'
    if (accepted) this.notSaving = false
    this.pending.settle(outcome.id, {
      settledAt: this.now(),
      ...(accepted
        ? { state: 'acked', seq: outcome.seq, superseded: outcome.effect === 'superseded' }
        : refusal(outcome)),
    })
    this.freshness.settled(accepted)
    this.#answers.give(outcome)
  }

  #closed(code: number): void {
    this.#conversation.closed()
    this.#beatFresh = false
    if (code === 4409) this.#client = clientId(true) // a copied tab has our id: take another
    if (FINAL.has(code)) this.freshness.stop(code)
  }

  #tick(): void {
    const now = this.now()
    if (this.freshness.slept()) this.wake(true)
    this.freshness.age()
    this.#beatFresh = this.#conversation.beatWithin(ORDER_MS, now) !== undefined
    if (now - this.#refusedAt > NOT_SAVING_MS) this.notSaving = false
    this.#line.check()
    this.#act(this.#conversation.pump(now))
    this.pending.age(now)
    if (now - this.#pingAt >= PING_EVERY_MS) this.#ping()
  }
}

function refusal({ code, detail, guards }: Rejected): Partial<Press> {
  return { state: 'rejected', code, guards, words: inWords(code, detail) }
}

function inWords(code: string, detail: string): string {
  if (detail) return detail
  const said: Readonly<Record<string, string>> = words().refused
  return said[code] ?? code
}
