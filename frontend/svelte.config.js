import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** Which part took which class: two that took one would share their styles. */
const taken = new Map()

/** Four letters tell a hundred parts apart, and a phone loads them hundreds of times. */
function shortHash({ hash, filename }) {
  const name = `s${hash(filename).slice(-4)}`
  const owner = taken.get(name) ?? filename
  if (owner !== filename) throw new Error(`${filename} and ${owner} are both called ${name}`)
  taken.set(name, filename)
  return name
}

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, cssHash: shortHash },
}
