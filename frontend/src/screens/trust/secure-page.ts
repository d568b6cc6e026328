/** The same server by its secure door: its address, and whether this device gets through. */

const PATIENCE_MS = 3_500

/** The same machine by its other door. */
export function secureAddress(port: number, path: string): string {
  return `https://${location.hostname}:${port}${path}`
}

/** Where this page was asked to lead back to: a path of ours and nothing else. */
export function goal(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? ''
  return /^\/(?![/\\])/.test(to) ? to : '/join'
}

/** Ask there for what anybody may read: it comes only where the certificate is trusted. */
export async function reaches(address: string): Promise<boolean> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const answer = await fetch(address, {
      cache: 'no-store',
      credentials: 'omit',
      signal: patience.signal,
    })
    return answer.ok
  } catch {
    return false // the browser does not say why, but it is nearly always the certificate
  } finally {
    clearTimeout(timer)
  }
}

/** `ignored` where this page came over https past a warning: Chromium fetches no worker then. Others don't tell. */
export async function workerTaken(): Promise<'taken' | 'ignored' | 'unknown'> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers || !('userAgentData' in navigator)) return 'unknown'
  try {
    const registration = await workers.register('/sw.js')
    await registration.update() // fetched anew: one of better days proves nothing
    return 'taken'
  } catch (error) {
    return /certificate/i.test(String(error)) ? 'ignored' : 'unknown'
  }
}
