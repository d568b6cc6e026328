/** A session on a real link: puts mirror, clock, outbox, conversation and line together. */

import { deviceTime, monotonic } from '../lib/clock'
import { ShowClock } from '../lib/clock.svelte'
import { later } from '../lib/later'
import { Pending, pressKey } from '../lib/pending.svelte'
import type { Me, Outcome, PressOptions, Session, Standing, Storing } from '../lib/session.svelte'
import { ShowMirror } from '../lib/show-mirror.svelte'
import type {
  BeatFrame,
  ClientFrame,
  Device,
  PongFrame,
  PresenceFrame,
  WelcomeFrame,
} from '../wire/protocol.gen'
import type { Command, Role, Screen } from '../wire/state'
import { Answers } from './answers'
import { Conversation, type Act } from './conversation'
import { Drawer, type Contents, type Kept, type Last } from './drawer'
import { clientId } from './ids'
import { joins, Keeping, pictureOf } from './keeping.svelte'
import type { Why } from './left-over'
import { FINAL, Line, liveUrl } from './line'
import { Outbox, type Letter } from './outbox'
import { Pings } from './pings'
import { fetchPicture } from './picture'
import { Freshness, type Return } from './freshness.svelte'
import { Found, isSuperseded, settledAs } from './settled'
import { onWaking } from './waking'
import { isTooLong, letterFor, ORDER_MS } from './writing'

const saying = later(() => import('./left-over'))
const GONE = 4404 // close codes of PROTOCOL.md 4
const OUTDATED = 4426

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
  damaged: BeatFrame['damaged'] = $state.raw()
  newerPage = $state.raw(false)
  #beatFresh = $state.raw(false)
  readonly #outbox = new Outbox()
  readonly #conversation = new Conversation(this.mirror, this.#outbox)
  readonly #line: Line
  readonly #keeping: Keeping
  readonly #answers = new Answers()
  #client = clientId()
  #device: Device | undefined
  readonly #pings: Pings
  #ended = false
  /** What will not be sent from here, and was said so. */
  #left: readonly string[] = []
  readonly #found = new Found()

  constructor(
    readonly showId: string,
    readonly role: Role = 'screen',
    readonly now: () => number = monotonic,
    drawer = new Drawer(),
  ) {
    this.clock = new ShowClock()
    this.#keeping = new Keeping({ show: showId, role }, this.clock, drawer)
    this.freshness = new Freshness(this.clock, now, deviceTime)
    this.me = { ...this.me, role, showId }
    this.#pings = new Pings((t) => this.#tellLive({ type: 'ping', t }), now)
    this.#line = new Line(
      liveUrl(showId, role),
      {
        opened: () => this.#act(this.#conversation.opened(this.#client, this.#device)),
        heard: (text) => this.#heard(text),
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

  get storage(): Storing {
    return this.#keeping.storage
  }

  get behind(): boolean {
    return this.#beatFresh && (this.standing === 'delayed' || this.standing === 'stale')
  }

  get canOrder(): boolean {
    return this.#beatFresh && this.standing === 'live'
  }

  /** Show what was kept, else take a picture over HTTP; then live from it. The returned function ends it all. */
  start(): () => void {
    const stopClock = this.clock.start()
    const stopTick = this.clock.onTick(() => this.#tick())
    const sleepAgain = onWaking(
      (slept) => this.wake(slept),
      () => this.#keeping.look(this, this.now(), true),
    )
    this.#ended = false
    void this.#begin()
    return () => {
      this.#ended = true
      sleepAgain()
      stopTick()
      stopClock()
      this.#line.stop()
    }
  }

  /** The device slept, or its network came back: nothing shown is taken for new until it is proved. */
  wake(slept = false): void {
    const stood = this.freshness.slept() // most phones have no word for it: their clocks tell
    const kept = this.#line.wake(slept || stood)
    if (!kept) this.freshness.doubt()
    this.#pings.arrive()
  }

  /** What this device can do: told in each greeting, and whenever it changes. */
  describe(device: Device): void {
    this.#device = device
    this.#tellLive({ type: 'device', device })
  }

  press(command: Command, options: PressOptions = {}): Promise<Outcome> {
    const letter = this.#write(command, options)
    const refusal = this.#refusal(letter)
    this.pending.put({
      id: letter.id,
      key: pressKey(command),
      command,
      pressedAt: this.now(),
      quiet: options.quiet ?? false,
      state: 'sending',
    })
    if (refusal !== undefined) return Promise.resolve(this.#refuse(letter.id, refusal))
    const answer = this.#answers.to(letter.id)
    this.#post(letter)
    return answer
  }

  /** Marks and edits go once they are on this phone's disk; an order or a stop is worth nothing later. */
  #post(letter: Letter): void {
    const { id, kind } = letter
    const go = () => this.#act(this.#conversation.pump(this.now()))
    if (kind === 'order' || kind === 'stop') {
      this.#outbox.put(letter)
      go()
      return
    }
    this.#outbox.put(letter, 'writing')
    const written = () => {
      this.#outbox.written(id)
      go()
    }
    const kept = () => this.pending.saved(id, this.#conversation.live)
    void this.#keeping.write(letter, written, kept)
  }

  async #begin(): Promise<void> {
    const contents = await this.#keeping.open((late) => this.#ended || this.#restore(late))
    if (this.#ended) return
    if (contents && this.#restore(contents)) this.#line.start()
    else await this.#fetch()
  }

  async #fetch(): Promise<void> {
    const picture = await fetchPicture(this.showId, this.role)
    if (this.#ended) return
    if (picture.is === 'refused') {
      this.#stop(picture.code)
      return
    }
    if (picture.is === 'here') this.mirror.take(picture.picture)
    this.#line.start()
  }

  /** Tell whether the picture that was kept can be gone on from. */
  #restore({ last, letters, answered, old }: Contents): boolean {
    const painted = last !== undefined && this.mirror.empty && this.#paint(last)
    for (const one of answered) this.#outbox.accepted(one)
    this.#adopt(letters)
    const tooOld = old.map(({ letter }) => letter)
    this.#say(tooOld, 'old')
    return painted && joins(last)
  }

  /** The last picture, as old as it is: better than none, and never called live. */
  #paint(last: Last): boolean {
    const picture = pictureOf(last)
    if (!picture) return false
    this.mirror.take(picture)
    this.me = last.me
    if (!this.clock.known) this.clock.hint(deviceTime() + last.ahead)
    this.freshness.remembered(last.freshAt)
    return true
  }

  /** Presses of before this page, or of a tab that is gone. */
  #adopt(found: readonly Kept[]): void {
    const { live } = this.#conversation
    const known = (one: Kept) =>
      this.#outbox.has(one.letter.id) || this.#left.includes(one.letter.id)
    const fresh = found.filter((one) => !known(one))
    for (const { letter, at } of fresh) {
      // Nobody said then who pressed it: it must not go out as somebody else's.
      this.#outbox.put({ pass: '', ...letter }, live ? 'waiting' : 'unsure')
      this.#found.put(letter, this.now() - (this.clock.ms() - at))
    }
    this.#found.show(this.pending, this.me.pass)
    if (!live || fresh.length === 0) return
    this.#act([...this.#conversation.admit(this.me.pass), ...this.#conversation.sift()])
    this.#act(this.#conversation.pump(this.now()))
  }

  #leave(letters: readonly Letter[], why: Why): void {
    for (const letter of letters) {
      const { id } = letter
      if (this.pending.forget(id)) this.freshness.settled(false)
      if (why === 'run') this.#keeping.file(letter)
      this.#answers.give({ outcome: 'reject', id, code: `left_${why}`, detail: '', guards: [] })
    }
    this.#left = [...this.#left, ...letters.map((one) => one.id)]
    this.#say(letters, why)
  }

  #say(letters: readonly Letter[], why: Why): void {
    const [first] = letters
    if (!first) return
    saying()
      .then(({ leftOver }) => this.pending.put(leftOver(first, letters.length, why, this.now())))
      .catch(() => undefined) // no link just then: it is said after the next reload
  }

  #write(command: Command, options: PressOptions): Letter {
    const { state } = this.mirror
    return letterFor(command, options, {
      now_ms: this.clock.ms(),
      pass: this.me.pass,
      run: state.run?.id,
      next: state.forecast.figures.next,
      beatWithin: (ms) => this.#conversation.beatWithin(ms, this.now()),
    })
  }

  /** Why this can't even be sent. */
  #refusal(letter: Letter): string | undefined {
    if (this.standing === 'stopped') return 'no_link'
    if (letter.kind === 'order' && letter.beat === undefined) return 'no_link'
    return isTooLong(letter) ? 'too_large' : undefined
  }

  #refuse(id: string, code: string): Outcome {
    const outcome: Outcome = { outcome: 'reject', id, code, detail: '', guards: [] }
    this.#settled(outcome)
    return outcome
  }

  #heard(text: string): void {
    // What comes in first after a sleep was said long ago: it must not be taken for new.
    if (this.freshness.slept()) this.wake(true)
    else this.#act(this.#conversation.hear(text, this.now()))
  }

  #tellLive(frame: ClientFrame): void {
    if (this.#conversation.live) this.#line.send(JSON.stringify(frame))
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

  #note(act: Exclude<Act, { do: 'send' | 'hang up' | 'meet' | 'freshen' | 'settle' }>): void {
    if (act.do === 'file') this.#keeping.file(act.letter, act.accepted)
    else if (act.do === 'leave') this.#leave(act.letters, act.why)
    else if (act.do === 'sign') this.#keeping.resign(act.letters)
    else if (act.do === 'tell') this.#told(act.frame)
    else if (act.do === 'heed') this.#heed(act.beat)
    else if (act.do === 'count divergence') this.divergences += 1
    else this.notSaving = true // until a beat says otherwise
  }

  #heed(beat: BeatFrame): void {
    this.damaged = beat.damaged
    this.notSaving = beat.saving === false
  }

  #met(welcome: WelcomeFrame): void {
    const { role, label = '', scope } = welcome
    this.me = { role, pass: welcome.pass, label, scope, showId: welcome.show }
    this.clock.hint(welcome.now_at)
    this.#found.show(this.pending, this.me.pass)
    this.freshness.met(this.pending.waiting.length)
    this.#pings.arrive()
  }

  #freshened(at: number): void {
    this.#beatFresh = true
    this.freshness.proved(at)
  }

  #told(frame: PongFrame | PresenceFrame): void {
    if (frame.type === 'presence') {
      this.screens = frame.screens
      return
    }
    const { t: sent, received_at, sent_at } = frame
    this.clock.measured({ sent, answered: this.now(), received_at, sent_at })
    this.#pings.answered()
  }

  #settled(outcome: Outcome): void {
    this.pending.settle(outcome.id, settledAs(outcome, this.now()))
    this.freshness.settled(outcome.outcome === 'ack' && !isSuperseded(outcome))
    this.#answers.give(outcome)
  }

  #closed(code: number): void {
    this.#conversation.closed()
    this.#beatFresh = false
    if (code === 4409) this.#client = clientId(true) // a copied tab has our id: take another
    if (FINAL.has(code)) this.#stop(code)
  }

  /** Turned away for good. What was shown is not for this phone any more. */
  #stop(code: number): void {
    this.freshness.stop(code)
    this.#line.stop()
    if (code !== OUTDATED) this.#keeping.forget(code === GONE)
  }

  #tick(): void {
    const now = this.now()
    if (this.freshness.slept()) this.wake(true)
    this.freshness.age()
    this.#beatFresh = this.#conversation.beatWithin(ORDER_MS, now) !== undefined
    this.#line.check()
    this.#act(this.#conversation.pump(now))
    this.pending.age(now)
    if (this.standing === 'live') this.#keeping.look(this, now)
    if (this.#conversation.live) void this.#keeping.orphans(now).then((found) => this.#adopt(found))
    this.#pings.tick()
  }
}
