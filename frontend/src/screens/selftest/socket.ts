/** Tries the way of live pictures: a socket of a show that is none, which says goodbye to whoever greets it. */

import { monotonic } from '../../lib/clock'

export interface Took {
  /** Milliseconds until the line stood. */
  readonly opened: number
  /** Milliseconds until the server had heard a frame and answered it. */
  readonly answered: number
}

const PATIENCE_MS = 6_000
/** "Who are you" or "no such show": either was said by the server itself, after it had heard us. */
const HEARD: ReadonlySet<number> = new Set([4401, 4403, 4404])

/** Greet as nobody. Undefined where a line does not stand, or what we say does not arrive. */
export function greeted(): Promise<Took | undefined> {
  return new Promise((done) => {
    const begun = monotonic()
    let opened: number | undefined
    let said = 0
    const line = new WebSocket(`${location.origin.replace('http', 'ws')}/api/v1/shows/-/live`, [
      'standby.v1',
    ])
    const timer = setTimeout(() => end(undefined), PATIENCE_MS)
    const end = (took: Took | undefined) => {
      clearTimeout(timer)
      line.onclose = null
      line.close()
      done(took)
    }
    line.onopen = () => {
      said = monotonic()
      opened = said - begun
      line.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'selftest' }))
    }
    line.onclose = ({ code }) => {
      const heard = opened !== undefined && HEARD.has(code)
      end(heard ? { opened: opened ?? 0, answered: monotonic() - said } : undefined)
    }
  })
}
