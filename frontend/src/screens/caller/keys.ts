/** The caller's keys: what each one asks for, and when none of them counts. */

export type KeyAction =
  | { readonly kind: 'go' | 'back' | 'hold' | 'set_next' | 'skip' | 'message' | 'nudge' }
  | { readonly kind: 'undo' | 'help' }
  | { readonly kind: 'select'; readonly by: 1 | -1 }
  | { readonly kind: 'accept'; readonly option: number }

export interface Stroke {
  readonly key: string
  readonly shiftKey?: boolean
  readonly ctrlKey?: boolean
  readonly metaKey?: boolean
  readonly altKey?: boolean
  readonly repeat?: boolean
}

const PLAIN: Readonly<Record<string, KeyAction>> = {
  ' ': { kind: 'go' },
  PageDown: { kind: 'go' },
  PageUp: { kind: 'back' },
  h: { kind: 'hold' },
  Escape: { kind: 'hold' },
  ArrowUp: { kind: 'select', by: -1 },
  ArrowDown: { kind: 'select', by: 1 },
  Enter: { kind: 'set_next' },
  s: { kind: 'skip' },
  m: { kind: 'message' },
  n: { kind: 'nudge' },
  u: { kind: 'undo' },
  '?': { kind: 'help' },
}

/** What a key asks for. Nothing for a key that repeats by itself: only the list may be walked through so. */
export function keyAction(stroke: Stroke): KeyAction | undefined {
  const chord = [stroke.ctrlKey, stroke.metaKey, stroke.altKey].includes(true)
  const action = chord ? undefined : meant(stroke)
  return stroke.repeat === true && action?.kind !== 'select' ? undefined : action
}

function meant({ key, shiftKey = false }: Stroke): KeyAction | undefined {
  if (shiftKey && key === ' ') return { kind: 'back' }
  if (/^[1-9]$/.test(key)) return { kind: 'accept', option: Number(key) }
  return PLAIN[key.length === 1 ? key.toLowerCase() : key]
}

/** Does the key belong to the text field that has the focus? */
export function belongsToField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Each key counts once per stroke: it must come up before it counts again. */
export class KeyGuard {
  readonly #down = new Set<string>()

  /** True the first time a key goes down. */
  down(key: string): boolean {
    if (this.#down.has(key)) return false
    this.#down.add(key)
    return true
  }

  up(key: string): void {
    this.#down.delete(key)
  }

  /** The page lost the keyboard: what was down will not be seen coming up. */
  forget(): void {
    this.#down.clear()
  }
}
