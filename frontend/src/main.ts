/** The page's first line: it mounts the house, and loads anew when the server has a newer one. */

import './styles/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { speak } from './lib/words'
import { registerWorker } from './offline/register'

const stage = document.getElementById('app')
if (!stage) throw new Error('index.html has lost its #app')

const RELOADED = 'standby.reloaded'
const ONCE_IN_MS = 30_000

// A part that is gone was replaced while this page was open. One new start brings the new parts;
// but where the server is away, a new start would lose what is here.
window.addEventListener('vite:preloadError', () => void startAnew())

async function startAnew(): Promise<void> {
  const answer = await fetch('/version').catch(() => undefined)
  if (!answer?.ok || sessionStorage.getItem(RELOADED)) return
  sessionStorage.setItem(RELOADED, 'yes')
  location.reload()
}
setTimeout(() => sessionStorage.removeItem(RELOADED), ONCE_IN_MS)

registerWorker()

const WIDE = '(min-width: 600px)'
const HAND_LATER_MS = 3_000
const wideFonts = () => void import('./styles/fonts-wide.css').catch(() => undefined)
if (matchMedia(WIDE).matches) wideFonts()
else setTimeout(wideFonts, HAND_LATER_MS)

void speak(navigator.language).then((language) => {
  document.documentElement.lang = language
  return mount(App, { target: stage })
})
