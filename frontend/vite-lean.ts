/** What no page of ours ever runs is cut out of Svelte's own code: a dresser's phone is slow. */

import type { Plugin } from 'vite'

interface Cut {
  readonly file: string
  readonly what: string | RegExp
  readonly by: string
}

const CLIENT = 'svelte/src/internal/client/'

/** Svelte guards much by variables that nobody sets here: as constants they let the rest be cut out. */
const CUTS: readonly Cut[] = [
  // No page of ours is rendered on a server.
  {
    file: 'dom/hydration.js',
    what: 'export let hydrating = false',
    by: 'export const hydrating = false',
  },
  { file: 'dom/hydration.js', what: 'hydrating = value;', by: '' },
  // Nor written in the old manner, nor in the coming one.
  { file: 'flags/index.js', what: /export let (\w+_flag) = false/g, by: 'export const $1 = false' },
  { file: 'flags/index.js', what: /\w+_flag = (true|false);\n\}/g, by: '}' },
  ...cutInAll(['reactivity/async', 'reactivity/sources', 'runtime'], 'is_runes()', 'true'),
  ...cutInAll(['dom/blocks/await', 'dom/blocks/key'], 'is_runes()', 'true'),
  ...cutInAll(['dom/blocks/each', 'dom/blocks/branches'], 'should_defer_append()', 'false'),
  // Values are never changed in place (`$state.raw`), so nothing needs to watch their insides.
  { file: 'reactivity/sources.js', what: 'should_proxy ? proxy(value) : value', by: 'value' },
  { file: 'reactivity/props.js', what: 'runes && bindable ? proxy(value) : value', by: 'value' },
]

function cutInAll(files: readonly string[], what: string, by: string): Cut[] {
  return files.map((file) => ({ file: `${CLIENT}${file}.js`, what, by }))
}

export function lean(): Plugin {
  return {
    name: 'lean',
    apply: 'build',
    transform: {
      order: 'pre',
      handler(code, id) {
        if (!id.includes('node_modules') && code.includes('$state(')) {
          this.error('$state watches the insides of a value, which is cut out: write $state.raw')
        }
        return CUTS.filter((cut) => id.includes(cut.file)).reduce((left, cut) => {
          const less = left.replaceAll(cut.what, cut.by)
          // A newer Svelte says it otherwise: better no build than one that is not what it seems.
          if (less === left) this.error(`${cut.file} no longer holds ${String(cut.what)}`)
          return less
        }, code)
      },
    },
  }
}
