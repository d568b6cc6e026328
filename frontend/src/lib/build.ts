/** Which build of the page this is: the name of its first script, which changes whenever any of its scripts does. */

const ENTRY = /\/assets\/index-([\w-]+)\.js/

export function ownBuild(): string | undefined {
  const scripts = [...document.querySelectorAll('script[src]')]
  return scripts.map((one) => ENTRY.exec((one as HTMLScriptElement).src)?.[1]).find(Boolean)
}
