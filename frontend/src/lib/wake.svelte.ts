/** Keeps the screen on where the browser lets us, and knows where it does not. */

class WakeLock {
  /** Does the screen stay on? Over plain http no browser promises that. */
  held = $state.raw(false)
  #wanted = false
  #lock: WakeLockSentinel | undefined

  /** Ask now, and again whenever the page comes back to the front. The returned function lets go. */
  keep(): () => void {
    this.#wanted = true
    const ask = () => void this.ask()
    document.addEventListener('visibilitychange', ask)
    ask()
    return () => {
      this.#wanted = false
      document.removeEventListener('visibilitychange', ask)
      void this.#lock?.release()
    }
  }

  /** Best asked within a tap: some browsers grant it only then. */
  async ask(): Promise<boolean> {
    if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return this.held
    try {
      const lock = await navigator.wakeLock.request('screen')
      this.#lock = lock
      this.held = true
      lock.addEventListener('release', () => (this.held = false))
      if (!this.#wanted) await lock.release()
    } catch {
      this.held = false // low battery, or the browser says no: the sign says "may sleep"
    }
    return this.held
  }
}

export const wakeLock = new WakeLock()
