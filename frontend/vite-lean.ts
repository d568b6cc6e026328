/** No page of ours is rendered on a server, so the code that takes over such a page stays at home. */

import type { Plugin } from 'vite'

const HYDRATION = 'svelte/src/internal/client/dom/hydration.js'
const FLAGS = 'svelte/src/internal/flags/index.js'

/** Svelte guards that code by variables that nobody sets here. As constants they let it be cut out. */
export function lean(): Plugin {
  return {
    name: 'lean',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (id.includes(HYDRATION)) {
        return code
          .replace('export let hydrating = false', 'export const hydrating = false')
          .replace('hydrating = value;', '')
      }
      if (!id.includes(FLAGS)) return undefined
      return code
        .replace(/export let (\w+_flag) = false/g, 'export const $1 = false')
        .replace(/\w+_flag = (true|false);\n\}/g, '}')
    },
  }
}
