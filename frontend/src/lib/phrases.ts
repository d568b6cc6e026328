/** A screen's own words, in the language that the page speaks. */

import { language } from './words'

/** `const say = phrases({ en: {...} })`, then `say().title`. A language that is missing falls back to English. */
export function phrases<T>(catalogues: { readonly en: T; readonly [code: string]: T }): () => T {
  return () => catalogues[language()] ?? catalogues.en
}
