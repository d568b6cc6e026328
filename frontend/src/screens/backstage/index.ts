/** The monitor backstage. */

export { default } from './Screen.svelte'
