/** Makes /sw.js: the service worker, with the list of what this build consists of. */

import { build, type Plugin } from 'vite'

const ENTRY = 'src/offline/sw.ts'
/** What only walls, or names with rarer letters, or plain http need: it is kept once it was fetched. */
const LEFT_OUT = /^\.vite\/|fonts-wide|atkinson|\.mp4$/
const STILL = ['/icon.svg']

interface Made {
  readonly fileName: string
  readonly content: string | Uint8Array
}

export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const made = Object.values(bundle)
          .filter((one) => !LEFT_OUT.test(one.fileName))
          .map((one): Made => ({
            fileName: `/${one.fileName}`,
            content: one.type === 'chunk' ? one.code : one.source,
          }))
          .sort((one, other) => (one.fileName < other.fileName ? -1 : 1))
        const files = [...made.map((one) => one.fileName), ...STILL]
        const words = { version: await hash(made), files }
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await worker(words) })
      },
    },
  }
}

/** A word that changes when anything does. */
async function hash(all: readonly Made[]): Promise<string> {
  const bytes = await new Blob(
    all.flatMap((one) => [one.fileName, one.content as BlobPart]),
  ).arrayBuffer()
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...sum.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** One plain script: a worker needs no modules, and not every browser lets it have some. */
async function worker(words: object): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    define: { __BUILD__: JSON.stringify(words) },
    build: {
      write: false,
      target: 'es2022',
      copyPublicDir: false,
      rolldownOptions: { input: ENTRY, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  })
  for (const one of [made].flat()) if ('output' in one) return one.output[0].code
  throw new Error('the service worker was not built')
}
