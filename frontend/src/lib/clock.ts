/** Server time on this device: the only file that asks the device for the time of day. */

/** One four-timestamp exchange: sent and answered on our clock, received and sent on the server's. */
export interface Exchange {
  readonly sent: number
  readonly answered: number
  readonly received_at: number
  readonly sent_at: number
}

interface Sample {
  readonly offset: number
  readonly rtt: number
}

const SAMPLES_MAX = 8 // the quickest of the last eight is nearest the truth
const STEP_MS = 1_000 // a larger error is stepped: a countdown that is wrong by more must not creep
const DRIFT_MS = 30 // what two honest clocks part in a few minutes
const SLEW_MS_PER_S = 50 // 5 %: nobody sees a second that is this much longer

/** Milliseconds since this page opened; it never jumps. */
export function monotonic(): number {
  return performance.now()
}

/** The device's own idea of the time, for the log and to notice that it slept. Never for decisions. */
export function deviceTime(): number {
  return Date.now()
}

/** A time of day on this device's wall, `14:32:07` or `14:32`. */
export function wallClock(at: number, seconds = true): string {
  const time = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const hm = `${two(time.getHours())}:${two(time.getMinutes())}`
  return seconds ? `${hm}:${two(time.getSeconds())}` : hm
}

/** A day and time in the device's language, for lists and paper. */
export function dayAndTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(at))
}

/** Keeps the offset between `monotonic()` and the server's clock, slewed towards the best sample. */
export class ServerTime {
  #samples: Sample[] = []
  #offset: number | undefined
  #aim = 0
  #slewedAt = 0

  constructor(readonly now: () => number = monotonic) {}

  get known(): boolean {
    return this.#offset !== undefined
  }

  /** Half the round trip of the best sample: the true time lies within this of ours. */
  get uncertainty(): number {
    return this.#samples.length > 0 ? this.#best().rtt / 2 : Infinity
  }

  /** Server time in Unix milliseconds. Before anything is known it is the device's. */
  ms(): number {
    const now = this.now()
    if (this.#offset === undefined) return deviceTime()
    this.#slew(now)
    return now + this.#offset
  }

  /** The server said that it is `nowAt`: a first guess until an exchange was measured. */
  hint(nowAt: number): void {
    if (this.#samples.length === 0) this.#set(nowAt - this.now())
  }

  /** Our clock stood still for `ms`: what was measured before is as good as a greeting's word. */
  stood(ms: number): void {
    if (this.#offset === undefined) return
    this.#samples = []
    this.#offset = this.#aim += ms
  }

  measured(exchange: Exchange): void {
    const { sent, answered, received_at, sent_at } = exchange
    const rtt = answered - sent - (sent_at - received_at)
    if (rtt < 0) return
    const sample = { offset: (received_at - sent + (sent_at - answered)) / 2, rtt }
    const agreeing = this.#samples.filter((old) => agree(old, sample))
    this.#samples = [...agreeing, sample].slice(-SAMPLES_MAX)
    this.#set(this.#best().offset)
  }

  #best(): Sample {
    return this.#samples.reduce((best, one) => (one.rtt <= best.rtt ? one : best))
  }

  #set(offset: number): void {
    this.#slew(this.now())
    this.#aim = offset
    const far = this.#offset === undefined || Math.abs(offset - this.#offset) > STEP_MS
    if (far) this.#offset = offset
    this.#slewedAt = this.now()
  }

  #slew(now: number): void {
    if (this.#offset === undefined) return
    const most = (Math.max(0, now - this.#slewedAt) / 1000) * SLEW_MS_PER_S
    const left = this.#aim - this.#offset
    this.#offset += Math.max(-most, Math.min(most, left))
    this.#slewedAt = now
  }
}

/** Each sample is true within half its round trip. Where two can't both be, one clock was put right
 * or stood still between them, and the older says nothing any more. */
function agree(old: Sample, fresh: Sample): boolean {
  return Math.abs(old.offset - fresh.offset) <= (old.rtt + fresh.rtt) / 2 + DRIFT_MS
}
