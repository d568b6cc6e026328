/** The screen in a dressing room. */

export { default } from './Screen.svelte'
