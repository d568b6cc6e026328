/** The first picture of a show, over HTTP: cached and compressed, where a socket's would not be. */

import type { Snapshot } from '../lib/show-mirror.svelte'

export type Fetched =
  | { readonly is: 'here'; readonly picture: Snapshot }
  /** Not now: the socket will bring it. */
  | { readonly is: 'late' }
  /** Not for us, with the close code that a socket would give. */
  | { readonly is: 'refused'; readonly code: number }

const PATIENCE_MS = 4_000
const REFUSALS: Readonly<Record<number, number>> = { 401: 4401, 403: 4403, 404: 4404 }

export async function fetchPicture(showId: string, role: string): Promise<Fetched> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS)
  try {
    const answer = await fetch(`/api/v1/shows/${encodeURIComponent(showId)}/state?role=${role}`, {
      signal: giveUp.signal,
    })
    const code = REFUSALS[answer.status]
    if (code !== undefined) return { is: 'refused', code }
    return answer.ok ? { is: 'here', picture: (await answer.json()) as Snapshot } : { is: 'late' }
  } catch {
    return { is: 'late' }
  } finally {
    clearTimeout(timer)
  }
}
