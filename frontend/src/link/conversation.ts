/** The talk with the server, without a network: frames in, acts out (PROTOCOL.md section 4). */

import type { ShowMirror } from '../lib/show-mirror.svelte'
import type { Outcome } from '../lib/session.svelte'
import type {
  AckFrame,
  BeatFrame,
  ClientFrame,
  DeltaFrame,
  Device,
  RejectFrame,
  ServerFrame,
  SnapshotFrame,
  WelcomeFrame,
} from '../wire/protocol.gen'
import { frameOf, type Accepted, type Letter, type Outbox } from './outbox'

type Answer = Exclude<ServerFrame, { type: 'welcome' | 'snapshot' | 'delta' | 'beat' }>

/** What has to be done about what was heard; the session does it. */
export type Act =
  | { readonly do: 'send'; readonly frame: ClientFrame }
  | { readonly do: 'hang up' }
  | { readonly do: 'meet'; readonly welcome: WelcomeFrame }
  /** What is shown is what the server knew at `at`. */
  | { readonly do: 'freshen'; readonly at: number }
  | { readonly do: 'settle'; readonly outcome: Outcome }
  /** It has its answer: keep it with those that were accepted, or throw it away. */
  | { readonly do: 'file'; readonly letter: Letter; readonly accepted?: Accepted }
  /** These must not be sent: somebody else pressed them, or in another run. */
  | { readonly do: 'leave'; readonly letters: readonly Letter[]; readonly why: 'pass' | 'run' }
  /** These were pressed before anybody said by whom; now they are signed. */
  | { readonly do: 'sign'; readonly letters: readonly Letter[] }
  | { readonly do: 'count divergence' }
  | { readonly do: 'tell'; readonly frame: Extract<ServerFrame, { type: 'pong' | 'presence' }> }
  | { readonly do: 'heed'; readonly beat: BeatFrame }
  | { readonly do: 'say not saving' }

const SEEN_EVERY_MS = 4_000 // the server asks for one at least every 5 s
const ASK_AGAIN_MS = 3_000 // a resume unanswered for so long is asked again
const RETRY_MS = 2_000
const PENDING_MAX = 200 // as many ids as the server answers in one greeting; the rest is simply sent again
/** No epoch is called so: whoever resumes from it is given a whole picture. */
export const NOWHERE = '-'

export class Conversation {
  #live = false
  #seenAt = -Infinity
  #askedAt = -Infinity
  #beat: { readonly n: number; readonly heardAt: number } | undefined
  #divergences = 0
  #unproved: BeatFrame | undefined
  /** What the welcome spoke of; once it is all here, marks may go. */
  #headOf: { readonly epoch: string; readonly seq: number } | undefined
  #caughtUp = false
  #resumed = ''

  constructor(
    readonly mirror: ShowMirror,
    readonly outbox: Outbox,
  ) {}

  /** Welcomed, and not hung up since. */
  get live(): boolean {
    return this.#live
  }

  /** The newest beat, if it was heard less than `within_ms` ago: what an order must carry. */
  beatWithin(within_ms: number, now: number): number | undefined {
    return this.#beat && now - this.#beat.heardAt < within_ms ? this.#beat.n : undefined
  }

  /** The line is open: greet. */
  opened(client: string, device?: Device): Act[] {
    const { mirror, outbox } = this
    // Whoever has something to offer again says from which history it comes.
    const foreign = mirror.epoch === NOWHERE
    const other = foreign ? undefined : outbox.otherHistory(mirror.epoch)
    this.#resumed = other ?? mirror.epoch
    const position = { epoch: this.#resumed, seq: Math.max(0, mirror.seq) }
    const resume = mirror.empty && other === undefined ? {} : { resume: position }
    const pending = outbox.unsure.slice(0, PENDING_MAX)
    return [
      say({ type: 'hello', protocol: 1, client, ...resume, pending, ...(device && { device }) }),
    ]
  }

  /** The line is gone. */
  closed(): void {
    this.#live = false
    this.#caughtUp = false
    this.#headOf = undefined
    this.#beat = undefined
    this.#unproved = undefined
    this.#askedAt = -Infinity
    this.outbox.lost()
  }

  hear(text: string, now: number): Act[] {
    const frame = read(text)
    return frame ? this.#heard(frame, now) : [{ do: 'hang up' }]
  }

  /** Send what may go. To be called after each press and every now and then. */
  pump(now: number): Act[] {
    if (!this.#live) return []
    return this.outbox.due(now, this.#caughtUp).map((letter) => say(frameOf(letter)))
  }

  #heard(frame: ServerFrame, now: number): Act[] {
    switch (frame.type) {
      case 'welcome':
        return this.#welcomed(frame, now)
      case 'snapshot':
        return this.#pictured(frame, now)
      case 'delta':
        return this.#changed(frame, now)
      case 'beat':
        return this.#beaten(frame, now)
      default:
        return this.#answered(frame, now)
    }
  }

  #answered(frame: Answer, now: number): Act[] {
    switch (frame.type) {
      case 'ack':
        return this.#settle(acked(frame.id, frame.seq, frame))
      case 'reject':
        return this.#rejected(frame, now)
      case 'pong':
      case 'presence':
        return [{ do: 'tell', frame }]
      default:
        frame satisfies never
        return [] // a later server may say more than we know
    }
  }

  #welcomed(welcome: WelcomeFrame, now: number): Act[] {
    const { outbox } = this
    const { epoch, seq, pass } = welcome
    this.#live = true
    this.#headOf = { epoch, seq }
    const settled = Object.entries(welcome.outcomes).flatMap(([id, one]) =>
      one.outcome === 'ack'
        ? this.#settle(acked(id, one.seq, { duplicate: true }))
        : this.#lost(id),
    )
    for (const id of outbox.unsure) settled.push(...this.#lost(id))
    const acts: Act[] = [{ do: 'meet', welcome }, ...settled, ...this.admit(pass)]
    if (this.#resumed !== epoch) outbox.offerAgain(epoch, pass)
    return [...acts, ...this.#arrive(), ...this.pump(now)]
  }

  /** Presses of another pass are not for this one to send. Also asked about those found later. */
  admit(pass: string): Act[] {
    const signed = this.outbox.sign(pass)
    const others = this.outbox.remove((letter) => letter.pass !== pass)
    return [
      ...(signed.length > 0 ? [{ do: 'sign', letters: signed } as const] : []),
      ...(others.length > 0 ? [{ do: 'leave', letters: others, why: 'pass' } as const] : []),
    ]
  }

  /** Is all here that had happened when we were welcomed? Then marks may go, but for those of another run. */
  #arrive(): Act[] {
    const { mirror, outbox } = this
    const head = this.#headOf
    if (this.#caughtUp || !head || mirror.epoch !== head.epoch || mirror.seq < head.seq) return []
    this.#caughtUp = true
    // What has to be offered again was found too late to be announced: greet anew.
    if (outbox.otherHistory(head.epoch) !== undefined) return [{ do: 'hang up' }]
    return this.sift()
  }

  /** Marks of another run are over, like it. Also asked about those found later. */
  sift(): Act[] {
    const run = this.mirror.state.run?.id
    if (!this.#caughtUp || run === undefined) return []
    const past = this.outbox.remove((letter) => letter.run !== undefined && letter.run !== run)
    return past.length > 0 ? [{ do: 'leave', letters: past, why: 'run' }] : []
  }

  #lost(id: string): Act[] {
    if (this.outbox.unknown(id) === 'sends again') return []
    return this.#settle({ outcome: 'reject', id, code: 'no_link', detail: '', guards: [] })
  }

  #pictured(frame: SnapshotFrame, now: number): Act[] {
    if (this.#divergences === 0) this.#askedAt = -Infinity
    const { mirror } = this
    // Within one history a screen never goes back.
    if (frame.epoch === mirror.epoch && frame.seq < mirror.seq) return []
    mirror.take(frame)
    if (this.#headOf && frame.epoch !== this.#headOf.epoch) this.#begunAnew(frame)
    const diverged: Act[] = mirror.agrees(frame.hash) ? [] : [{ do: 'count divergence' }]
    return [...diverged, ...this.#arrive(), ...this.#prove(now), ...this.pump(now)]
  }

  /** History became another under us. */
  #begunAnew({ epoch, seq }: SnapshotFrame): void {
    this.#headOf = { epoch, seq }
    this.#caughtUp = false
  }

  #changed(frame: DeltaFrame, now: number): Act[] {
    const result = this.mirror.apply(frame)
    if (result === 'gap') return this.#ask(this.mirror.epoch || NOWHERE, now)
    if (result === 'applied') this.#askedAt = -Infinity
    const late = this.#caughtUp ? [] : [...this.#arrive(), ...this.pump(now)]
    return [...late, ...this.#prove(now)]
  }

  #beaten(frame: BeatFrame, now: number): Act[] {
    const missing = this.#unproved !== undefined && !this.mirror.empty
    this.#beat = { n: frame.n, heardAt: now }
    this.#unproved = frame
    // Beats overtake changes, but what the beat before this one spoke of should be here by now.
    const acts = this.#prove(now)
    if (missing && frame.seq > this.mirror.seq) acts.push(...this.#ask(this.mirror.epoch, now))
    acts.push({ do: 'heed', beat: frame })
    return [...acts, ...this.#seen(frame.n, now)]
  }

  /** What is shown is fresh once it holds what the newest beat speaks of. */
  #prove(now: number): Act[] {
    const beat = this.#unproved
    if (!beat || this.mirror.seq < beat.seq) return []
    this.#unproved = undefined
    if (this.mirror.seq > beat.seq) return [{ do: 'freshen', at: beat.now_at }]
    if (this.mirror.agrees(beat.hash)) {
      this.#divergences = 0
      return [{ do: 'freshen', at: beat.now_at }]
    }
    this.#divergences += 1
    return [{ do: 'count divergence' }, ...this.#ask(NOWHERE, now)]
  }

  #seen(n: number, now: number): Act[] {
    if (now - this.#seenAt < SEEN_EVERY_MS || this.mirror.empty) return []
    this.#seenAt = now
    return [say({ type: 'seen', n, seq: this.mirror.seq })]
  }

  /** Something is missing or wrong: ask for what follows, once. */
  #ask(epoch: string, now: number): Act[] {
    // Whoever disagrees again and again asks less and less often: pictures are heavy.
    const patience = ASK_AGAIN_MS * 2 ** Math.min(this.#divergences, 6)
    if (now - this.#askedAt < patience) return []
    this.#askedAt = now
    return [say({ type: 'resume', epoch, seq: Math.max(0, this.mirror.seq) })]
  }

  #rejected(frame: RejectFrame, now: number): Act[] {
    const notSaving: Act[] = frame.code === 'unavailable' ? [{ do: 'say not saving' }] : []
    const waits = frame.code === 'unavailable' || frame.code === 'too_many'
    if (waits && this.outbox.retries(frame.id, frame.code)) {
      this.outbox.later(frame.id, now + (frame.retry_ms ?? RETRY_MS))
      return notSaving
    }
    const { id, code, detail, guards = [] } = frame
    return [...notSaving, ...this.#settle({ outcome: 'reject', id, code, detail, guards })]
  }

  #settle(outcome: Outcome): Act[] {
    const epoch = outcome.outcome === 'ack' ? this.#headOf?.epoch : undefined
    const settled = this.outbox.settle(outcome.id, epoch)
    if (!settled) return []
    const { letter, awaited } = settled
    const file: Act = {
      do: 'file',
      letter,
      ...(epoch !== undefined && { accepted: { letter, epoch } }),
    }
    return awaited ? [file, { do: 'settle', outcome }] : [file]
  }
}

function say(frame: ClientFrame): Act {
  return { do: 'send', frame }
}

function acked(id: string, seq: number, more: Partial<AckFrame>): Outcome {
  const { effect = 'applied', duplicate = false, warnings = [] } = more
  return { outcome: 'ack', id, seq, effect, duplicate, warnings }
}

function read(text: string): ServerFrame | undefined {
  try {
    const frame = JSON.parse(text) as ServerFrame | null
    return typeof frame === 'object' && frame && typeof frame.type === 'string' ? frame : undefined
  } catch {
    return undefined
  }
}
