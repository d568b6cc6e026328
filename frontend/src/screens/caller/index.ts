/** The show caller's screen. */

export { default } from './Screen.svelte'
