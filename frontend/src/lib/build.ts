/** Which build of the page this is: the name of its first script, which changes whenever any of its scripts does. */

const ENTRY = /\/assets\/index-([\w-]+)\.js/

export function ownBuild(): string | undefined {
  const scripts = [...document.querySelectorAll('script[src]')]
  return scripts.map((one) => ENTRY.exec((one as HTMLScriptElement).src)?.[1]).find(Boolean)
}

/** The same of the page that the server gives out now: a device that says another has an old one. */
export async function newestPage(): Promise<string | undefined> {
  try {
    const answer = await fetch('/version', { cache: 'no-store' })
    const { page } = (await answer.json()) as { page?: string }
    return page
  } catch {
    return undefined
  }
}
