/** Keeps the screen on where the browser lets us, else by a film; and knows where neither does. */

import type { Film } from './awake-film'
import { settings } from './settings.svelte'

class WakeLock {
  /** Does the screen stay on? */
  held = $state.raw(false)
  /** Is there any way to keep it on? Known after the first try. */
  possible = $state.raw(true)
  #wanted = false
  #asking = false
  #lock: WakeLockSentinel | undefined
  #film: Film | undefined

  /** Ask now, whenever the page is in front again, and at each tap until it holds. The result lets go. */
  keep(): () => void {
    let left = false
    const ask = () => void (left || this.ask())
    document.addEventListener('visibilitychange', ask)
    document.addEventListener('pointerup', ask)
    void this.prepare().then(ask)
    return () => {
      left = true
      document.removeEventListener('visibilitychange', ask)
      document.removeEventListener('pointerup', ask)
      this.release()
    }
  }

  /** Fetch what has to be at hand when the tap comes. */
  async prepare(): Promise<void> {
    if ('wakeLock' in navigator || this.#film) return
    try {
      const { fetchFilm } = await import('./awake-film')
      this.#film ??= await fetchFilm((runs) => (this.held = runs))
      this.possible = true
    } catch {
      this.possible = false
    }
  }

  /** Best asked within a tap: most browsers grant it only then. */
  async ask(): Promise<boolean> {
    const vain = this.held || this.#asking || document.visibilityState !== 'visible'
    if (vain || !settings.choices.awake) return this.held
    this.#wanted = this.#asking = true
    if ('wakeLock' in navigator) await this.#lockScreen()
    else await this.#play()
    this.#asking = false
    return this.held
  }

  release(): void {
    this.#wanted = false
    void this.#lock?.release()
    this.#film?.pause()
  }

  async #play(): Promise<void> {
    if (!this.#film) await this.prepare() // it could not be fetched before
    await this.#film?.play()
  }

  async #lockScreen(): Promise<void> {
    try {
      const lock = await navigator.wakeLock.request('screen')
      this.#lock = lock
      this.held = true
      lock.addEventListener('release', () => (this.held = false))
      if (!this.#wanted) await lock.release()
    } catch {
      this.held = false // low battery, or the browser says no: the sign says "may sleep"
    }
  }
}

export const wakeLock = new WakeLock()
