/** What this device's owner has chosen: kept on the device, never sent. */

export interface Choices {
  leftHand: boolean
  /** 0 none to 0.8 darkest: an overlay, because house staff forbid bright phones. */
  dim: number
  theme: 'dark' | 'light'
  sound: boolean
  vibration: boolean
  /** Keep the screen on. */
  awake: boolean
  /** 1 to 2. */
  textScale: number
}

const KEY = 'standby.settings'
const USUAL: Choices = {
  leftHand: false,
  dim: 0,
  theme: 'dark',
  sound: true,
  vibration: true,
  awake: true,
  textScale: 1,
}

class Settings {
  #choices: Choices = $state.raw(load())

  get choices(): Readonly<Choices> {
    return this.#choices
  }

  change(some: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...some }
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#choices))
    } catch {
      // A private window keeps nothing: the choice then lasts as long as the page.
    }
  }
}

function load(): Choices {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choices>
    return { ...USUAL, ...kept }
  } catch {
    return { ...USUAL }
  }
}

export const settings = new Settings()
