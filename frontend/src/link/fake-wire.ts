/** For tests: a WebSocket whose other end is the test, with a diary of what was sent. */

import type { ServerFrame } from '../wire/protocol.gen'

type Sent = { readonly type: string } & Readonly<Record<string, unknown>>

export class FakeWire {
  static all: FakeWire[] = []
  static get last(): FakeWire {
    const wire = FakeWire.all.at(-1)
    if (!wire) throw new Error('nothing was opened')
    return wire
  }

  readonly sent: Sent[] = []
  closed = false
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    FakeWire.all.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent)
  }

  close(): void {
    this.closed = true
  }

  /** What was sent of one kind. */
  of(type: string): Sent[] {
    return this.sent.filter((one) => one.type === type)
  }

  open(): void {
    this.onopen?.()
  }

  say(frame: ServerFrame | object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  /** The server, or the network, ends it. */
  drop(code = 1006): void {
    this.onclose?.({ code })
  }
}
