/** Ids made on the device. Plain http has no crypto.randomUUID, but getRandomValues is everywhere. */

const BYTES = 16 // 128 bits: two phones never make the same one

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A number from 0 to under 1, for spreading reconnections. */
export function chance(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}

const CLIENT = 'standby.client'

/** The id of this tab: it stays the same over a reload, so that callers see one device, not two. */
export function clientId(fresh = false): string {
  try {
    const kept = fresh ? null : sessionStorage.getItem(CLIENT)
    const id = kept ?? `c-${newId()}`
    sessionStorage.setItem(CLIENT, id)
    return id
  } catch {
    return `c-${newId()}` // no storage in this window: a reload counts as a new device
  }
}
