/** Words shared by all buttons: how loud one is, and how big its target. */

export type { PressState } from '../lib/pending.svelte'

/** plain: outline; main: filled, the one thing to do; green: READY; danger: vermillion; quiet: text only. */
export type Tone = 'plain' | 'main' | 'green' | 'danger' | 'quiet'

/** floor 48 px, normal 64 px, primary 112 px, ready 132 px and full width. */
export type Size = 'floor' | 'normal' | 'primary' | 'ready'
