/** A wall has nobody to reload it: it takes the newer page by itself, but only between looks. */

import { ownBuild } from '../lib/build'

const EVERY_MS = 60_000
const OLDER = '-' // no build is called so
const NOT_BUILT = 'none'

interface Built {
  readonly screens?: string
  /** What the newest page calls itself. */
  readonly page?: string
}

/** Watch for a newer page. The returned function stops it. */
export function watchForNewerPage(
  mayReload: () => boolean,
  reload: () => void = () => location.reload(),
): () => void {
  let mine: string | undefined
  const look = async () => {
    const { screens: now, page } = await builtOnServer()
    if (mine === undefined) mine = isOlderThan(page) ? OLDER : now
    // Not at once: on a slow network the next one may come from this device again.
    else if (now !== undefined && now !== mine && mayReload()) reload()
  }
  void look()
  const timer = setInterval(() => void look(), EVERY_MS)
  return () => clearInterval(timer)
}

/** Words that change when the screens do; nothing where the server does not answer. */
async function builtOnServer(): Promise<Built> {
  try {
    const answer = await fetch('/version')
    const built = (await answer.json()) as Built
    return answer.ok ? built : {}
  } catch {
    return {}
  }
}

/** A page that was opened from what this device keeps may be old already when the server answers first. */
function isOlderThan(page: string | undefined): boolean {
  const own = ownBuild()
  return own !== undefined && page !== undefined && page !== NOT_BUILT && page !== own
}
