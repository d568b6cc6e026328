/** What no page of ours ever runs is cut out of Svelte's own code: a dresser's phone is slow. */

import type { Plugin } from 'vite'

interface Cut {
  readonly file: string
  readonly what: string | RegExp
  readonly by: string
}

const CLIENT = 'svelte/src/internal/client/'

const FORK = /\b(this|batch|current_batch\?)\.is_fork/g
// What writes `style:` is asked for by walls alone: it gets a copy of its own of what classes need too.
const STYLE = 'dom/elements/style.js'
const SHARED = 'shared/attributes.js'

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
  // No change is tried out before it is made.
  { file: 'reactivity/batch.js', what: /batch\.is_fork = (true|false);/g, by: '' },
  ...['reactivity/sources', 'reactivity/deriveds', 'dom/blocks/boundary', 'runtime']
    .map((file) => ({ file: `${CLIENT}${file}.js`, what: FORK, by: 'false' }))
    .concat({ file: 'reactivity/batch.js', what: FORK, by: 'false' }),
  // No part waits for a promise in its markup otherwise than by {#await}.
  {
    file: 'reactivity/async.js',
    what: 'async.length === 0 && pending.length === 0',
    by: 'true',
  },
  // No element takes a bundle of attributes by {...spread}.
  {
    file: 'elements/attributes.js',
    what: /^import .* from '.\/(attachments|style).js';$/gm,
    by: '',
  },
  {
    file: 'elements/attributes.js',
    what: /(export function attribute_effect\([^)]*\) \{)/g,
    by: "$1 throw new Error('no {...spread} on elements: see vite-lean.ts');",
  },
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
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        if (!importer?.endsWith(STYLE) || !source.endsWith(SHARED)) return undefined
        const found = await this.resolve(source, importer, { ...options, skipSelf: true })
        return found && `${found.id}?style`
      },
    },
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
