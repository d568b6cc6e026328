/** The starter's screen at the exit. */

export { default } from './Screen.svelte'
