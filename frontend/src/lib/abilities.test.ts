/** Who looks after the devices reads what each can do, and nothing that it did not say. */

import { expect, it } from 'vitest'
import type { Device } from '../wire/protocol.gen'
import { abilities } from './abilities'

const bad = (device: Device, page?: string) =>
  abilities(device, page)
    .filter((one) => one.good === false)
    .map((one) => one.word)

it('of a device that says nothing, nothing is said', () => {
  expect(abilities({}, 'B2')).toEqual([])
})

it('everything that a device says is told in words', () => {
  const device: Device = {
    system: 'iOS 16.7 Safari 16',
    secure: true,
    wake_lock: 'on',
    vibrate: false,
    sound: true,
    storage: 'kept',
    offline: true,
    page: 'B2',
  }

  expect(abilities(device, 'B2').map((one) => one.word)).toEqual([
    ...['iOS 16.7 Safari 16', 'https', 'stays awake', 'keeps marks', 'opens offline'],
    ...['no vibration', 'sounds', 'page is current'],
  ])
})

it.each([
  [{ wake_lock: 'off' } as const, 'may sleep'],
  [{ wake_lock: 'none' } as const, 'may sleep'],
  [{ storage: 'none' } as const, 'loses marks when closed'],
  [{ page: 'B1' }, 'old page: reload it'],
])('what gets in the way is marked: %o', (device, word) => {
  expect(bad(device, 'B2')).toEqual([word])
})

it('plain http, silence and stillness are no faults', () => {
  expect(bad({ secure: false, sound: false, vibrate: false, offline: false }, 'B2')).toEqual([])
})

it('of the age of a page nothing is said where the newest is not known', () => {
  expect(abilities({ page: 'B1' })).toEqual([])
})
