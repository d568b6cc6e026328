/** What GO says, and every other order: only for those who give orders. */

import { phrases } from '../lib/phrases'

export const goWords = phrases({
  en: {
    go: 'GO',
    anyway: 'GO ANYWAY',
    noLink: 'NO LINK',
    notSaving: 'NOT SAVING',
    readOnly: 'READ ONLY',
    lastHeard: (age: string) => `last heard ${age} ago`,
    checking: 'just woken, checking',
    catchingUp: 'catching up',
    byVoice: 'call by voice',
    tooSoon: 'too soon',
    hasControl: (who: string) => `${who} has control`,
    nobody: 'Nothing to send',
  },
})
