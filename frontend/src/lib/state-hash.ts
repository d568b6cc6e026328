/** The hash by which a screen proves that it shows what the server knows (PROTOCOL.md section 4). */

import { COLLECTIONS, type Entity, type State } from '../wire/state'

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})
const utf8 = new TextEncoder()

export function crc32(text: string): number {
  let crc = 0xffffffff
  for (const byte of utf8.encode(text)) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Sum of CRC-32 of `collection/id:rev` over all entities, modulo 2^32, as eight hex digits. */
export function stateHash(state: State): string {
  let sum = 0
  for (const name of COLLECTIONS) {
    const entities: Readonly<Record<string, Entity>> = state[name] ?? {}
    for (const [id, one] of Object.entries(entities)) {
      sum = (sum + crc32(`${name}/${id}:${one.rev}`)) >>> 0
    }
  }
  return sum.toString(16).padStart(8, '0')
}
