/** A wall has nobody to reload it: it takes the newer page by itself, but only between looks. */

const EVERY_MS = 60_000

/** Watch for a newer page. The returned function stops it. */
export function watchForNewerPage(
  mayReload: () => boolean,
  reload: () => void = () => location.reload(),
): () => void {
  let mine: string | undefined
  const look = async () => {
    const now = await builtOnServer()
    mine ??= now
    if (now !== undefined && now !== mine && mayReload()) reload()
  }
  void look()
  const timer = setInterval(() => void look(), EVERY_MS)
  return () => clearInterval(timer)
}

/** A word that changes when the screens do; nothing where the server does not answer. */
async function builtOnServer(): Promise<string | undefined> {
  try {
    const answer = await fetch('/version')
    const { screens } = (await answer.json()) as { screens?: string }
    return answer.ok ? screens : undefined
  } catch {
    return undefined
  }
}
