/** When the page comes back from sleep, or goes to it: browsers have many words for that. */

/** Call `wake` when the page or its network is back (`slept`: it stood still meanwhile), and `going` while
 * there is still time to put something away. The returned function ends it. */
export function onWaking(wake: (slept: boolean) => void, going: () => void): () => void {
  const ends: (() => void)[] = []
  const on = (target: EventTarget, name: string, does: (event: Event) => void) => {
    target.addEventListener(name, does)
    ends.push(() => target.removeEventListener(name, does))
  }
  on(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') wake(false)
    else going()
  })
  on(window, 'pageshow', (event) => wake((event as PageTransitionEvent).persisted))
  on(window, 'online', () => wake(false))
  on(document, 'resume', () => wake(true))
  on(document, 'freeze', going)
  on(window, 'pagehide', going)
  return () => {
    for (const end of ends) end()
  }
}
