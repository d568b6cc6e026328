/** What was pressed and will not be sent: said once, in one line, with who or when. */

import { pressKey, type Press } from '../lib/pending.svelte'
import { phrases } from '../lib/phrases'
import type { Letter } from './outbox'

/** pass: somebody else pressed it on this phone; run: in a run that is over; old: more than 12 h ago. */
export type Why = 'pass' | 'run' | 'old'

interface Words {
  readonly why: Readonly<Record<Why, (n: number) => string>>
}

const words = phrases<Words>({
  en: {
    why: {
      pass: (n) => `${count(n)} made on this phone as somebody else: not sent.`,
      run: (n) => `${count(n)} from an earlier run: not sent.`,
      old: (n) => `${count(n)} from more than 12 hours ago: not sent.`,
    },
  },
})

function count(n: number): string {
  return n === 1 ? '1 mark' : `${n} marks`
}

/** One line for all of them, which stays until somebody closes it. */
export function leftOver({ id, command }: Letter, n: number, why: Why, now: number): Press {
  return {
    ...{ id: `left-${id}`, key: `left/${pressKey(command)}`, command, pressedAt: now },
    ...{ state: 'rejected', code: `left_${why}`, words: words().why[why](n) },
    ...{ quiet: false, settledAt: Infinity },
  }
}
