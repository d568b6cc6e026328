/** The dresser's phone. */

export { default } from './Screen.svelte'
