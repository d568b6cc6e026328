/** Asking the server outside a show's conversation: answers, or problems in words. */

import { words } from '../lib/words'

/** RFC 9457, as the server writes it; `no_link` where nothing came back. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  /** The place in what was sent. */
  readonly at?: string
  readonly retry_ms?: number
}

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

const NO_LINK = { status: 0, code: 'no_link' }
const PATIENCE_MS = 10_000 // a dead network says nothing at all
const FILE_PATIENCE_MS = 60_000 // 8 MB over a slow phone take about 20 s

/** `T` is what PROTOCOL.md says of the call; an empty answer is `undefined`. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const sent: RequestInit = { method }
  if (body !== undefined) {
    sent.headers = { 'content-type': 'application/json' }
    sent.body = typeof body === 'string' ? body : JSON.stringify(body)
  }
  const giveUp = new AbortController()
  const patience_ms = typeof body === 'string' ? FILE_PATIENCE_MS : PATIENCE_MS
  const timer = setTimeout(() => giveUp.abort(), patience_ms)
  try {
    const answer = await fetch(`/api/v1${path}`, { ...sent, signal: giveUp.signal })
    const text = await answer.text()
    const told = text === '' ? undefined : (JSON.parse(text) as unknown)
    if (answer.ok) return { ok: true, value: told as T }
    return { ok: false, problem: { ...unknown(answer.status), ...(told as Partial<Problem>) } }
  } catch {
    return { ok: false, problem: { ...NO_LINK, detail: words().refused.no_link } }
  } finally {
    clearTimeout(timer)
  }
}

function unknown(status: number): Problem {
  return { status, code: 'fault', detail: `${status}` }
}
