/** Which system and browser this is, as far as the browser says: for steps to follow, and a line in a list. */

export type System = 'ios' | 'android' | 'windows' | 'macos' | 'chromeos' | 'linux'

export interface Seen {
  readonly system: System
  /** Firefox keeps certificates of its own on computers. */
  readonly firefox: boolean
  /** `iOS 17.5 Safari` */
  readonly name: string
}

const SYSTEMS: readonly (readonly [System, string, RegExp])[] = [
  ['ios', 'iOS', /(?:iPhone|iPad|iPod).*? OS (\d+(?:_\d+)?)/],
  ['android', 'Android', /Android (\d+(?:\.\d+)?)/],
  ['chromeos', 'ChromeOS', /CrOS/],
  ['windows', 'Windows', /Windows/],
  ['macos', 'macOS', /Mac OS X/],
]

/** The first that is named counts: most browsers also name those before them. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ['Samsung', /SamsungBrowser\/(\d+)/],
  ['Edge', /Edg\w*\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/],
]

export function seen(agent: string, fingers: number): Seen {
  const [system, name] = systemOf(agent, fingers)
  const browser = browserOf(agent)
  return {
    system,
    firefox: browser.startsWith('Firefox'),
    name: [name, browser].filter(Boolean).join(' ').slice(0, 40),
  }
}

export function here(): Seen {
  return seen(navigator.userAgent, navigator.maxTouchPoints)
}

function systemOf(agent: string, fingers: number): readonly [System, string] {
  // An iPad asks for the pages of a Mac, but no Mac has a touch screen.
  if (agent.includes('Macintosh') && fingers > 1) return ['ios', 'iPadOS']
  for (const [system, name, mark] of SYSTEMS) {
    const found = mark.exec(agent)
    if (found) return [system, [name, found[1]?.replace('_', '.')].filter(Boolean).join(' ')]
  }
  return ['linux', 'Linux']
}

function browserOf(agent: string): string {
  for (const [name, mark] of BROWSERS) {
    const found = mark.exec(agent)
    if (found) return `${name} ${found[1] ?? ''}`
  }
  return ''
}
