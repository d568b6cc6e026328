/** The made-up people, pieces and cues of the stage's evening: long names, accents and all. */

import type { Department } from '../../wire/state'

export const MODELS: readonly string[] = [
  'Sara Lindqvist',
  'Noa Ben-David',
  'Uma Raman',
  'Wren Castellanos',
  'Anouk Takeda',
  'Bao Abara',
  'Chiara Haddad',
  'Dalia Rossi',
  'Efua Eriksen',
  'Freja Møller',
  'Gia Okonkwo',
  'Lina Sarkisian',
  'Mei Tanaka',
  'Ada Kovács',
  'Inès Béranger',
  'Jojo Rasmussen',
  'Kai Nakamura',
  'Rosa Iglesias',
  'Alexandra-Maria Wojciechowska',
  'Nguyễn Thị Ánh',
  'Oluwaseun Adeyemi',
  'Petra Šimková',
  'Quinn O’Sullivan',
  'Rania El-Masri',
  'Svetlana Ivanova',
  'Tuuli Järvinen',
]

export const DRESSERS: readonly string[] = [
  'Pia Holm',
  'Tom Adler',
  'Lou Marchetti',
  'Eva Brandt',
  'Bo Larsen',
  'Marie-Christine Dupont',
  'Sam Ito',
  'Zoë Vermeer',
]

/** What each look is made of: kind, name and, for some, how it closes. */
export const PIECES: readonly (readonly [kind: 'garment' | 'shoe' | 'accessory', name: string])[] =
  [
    ['garment', 'dress, black silk, zip back'],
    ['garment', 'coat, camel, belt loops left open'],
    ['shoe', 'sandals, strap outside'],
    ['accessory', 'belt, silver'],
    ['garment', 'trousers, wide, hook and hidden zip'],
    ['garment', 'blouse, organza, 14 buttons'],
    ['shoe', 'boots over the knee'],
    ['accessory', 'gloves, long'],
    ['garment', 'skirt, pleated'],
    ['garment', 'jacket, boxy'],
    ['shoe', 'pumps, patent'],
    ['accessory', 'earring, left ear only'],
  ]

export const CUES: readonly (readonly [department: Department, name: string, look: number])[] = [
  ['LX', 'LX 31', 13],
  ['MU', 'SND 7', 13],
  ['VX', 'VIDEO 4 rain loop', 16],
  ['LX', 'LX 32', 18],
  ['SET', 'Curtain left', 20],
  ['LX', 'LX 33 blackout', 25],
  ['MU', 'SND 8 strings', 25],
]

const CLOTHS = [
  'slategray',
  'brown',
  'tan',
  'darkslateblue',
  'gainsboro',
  'seagreen',
  'peru',
  'thistle',
]

/** A drawn figure in place of a look picture: a photograph of nobody. */
export function figure(n: number): string {
  const cloth = CLOTHS[n % CLOTHS.length] ?? 'slategray'
  const hem = 150 + ((n * 37) % 80)
  const wide = 22 + ((n * 13) % 26)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 200"><rect width="150" height="200" fill="darkslategray"/><ellipse cx="75" cy="34" rx="12" ry="15" fill="burlywood"/><path d="M70 48h10v10H70z" fill="burlywood"/><path d="M55 58q20 8 40 0l6 46-6 2q${wide / 2} ${hem - 130} ${wide} ${hem - 104}H${55 - wide + 6}q${wide / 2}-${hem - 130} ${wide}-${hem - 104}l-6-2z" fill="${cloth}"/><path d="M63 ${hem}h8v${196 - hem}h-8zM79 ${hem}h8v${196 - hem}h-8z" fill="burlywood"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
