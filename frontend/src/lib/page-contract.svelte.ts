/** What a page tells outside test tools (PROTOCOL.md 9): kept equal to what is painted. */

import type { Session } from './session.svelte'
import { duration } from './words'

/** To be called while a component is set up: it writes after each painting. */
export function keepContract(session: Session): void {
  const { dataset, style } = document.documentElement
  $effect(() => {
    document.title = session.mirror.state.show.title || 'Standby'
  })
  $effect(() => {
    dataset['standby'] = session.standing
    dataset['epoch'] = session.mirror.epoch
    dataset['seq'] = String(Math.max(0, session.mirror.seq))
    dataset['ageMs'] = String(Math.round(session.ageMs))
    dataset['pending'] = String(session.pending.count)
  })
  $effect(() => {
    const old = session.standing === 'stale'
    style.setProperty('--age-text', old ? `"${duration(session.ageMs)}"` : '')
  })
}
