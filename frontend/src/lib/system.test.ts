/** A phone is called what its owner would call it. */

import { expect, it } from 'vitest'
import { seen } from './system'

const MOZILLA = 'Mozilla/5.0'
const KHTML = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

it.each([
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 16_7_8 like Mac OS X) ${KHTML} Version/16.6 Mobile/15E148 Safari/604.1`,
    5,
    { system: 'ios', firefox: false, name: 'iOS 16.7 Safari 16' },
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${KHTML} Version/17.5 Safari/605.1.15`,
    5,
    { system: 'ios', firefox: false, name: 'iPadOS Safari 17' },
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${KHTML} Version/17.5 Safari/605.1.15`,
    0,
    { system: 'macos', firefox: false, name: 'macOS Safari 17' },
  ],
  [
    `${MOZILLA} (Linux; Android 9; SM-G960F) ${KHTML} Chrome/120.0.0.0 Mobile Safari/537.36`,
    5,
    { system: 'android', firefox: false, name: 'Android 9 Chrome 120' },
  ],
  [
    `${MOZILLA} (Linux; Android 13; SM-S911B) ${KHTML} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36`,
    5,
    { system: 'android', firefox: false, name: 'Android 13 Samsung 23' },
  ],
  [
    `${MOZILLA} (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0`,
    5,
    { system: 'android', firefox: true, name: 'Android 14 Firefox 128' },
  ],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`,
    0,
    { system: 'windows', firefox: false, name: 'Windows Edge 126' },
  ],
  [
    `${MOZILLA} (X11; CrOS x86_64 14541.0.0) ${KHTML} Chrome/126.0.0.0 Safari/537.36`,
    0,
    { system: 'chromeos', firefox: false, name: 'ChromeOS Chrome 126' },
  ],
  ['something else', 0, { system: 'linux', firefox: false, name: 'Linux' }],
])('%s', (agent, fingers, expected) => {
  expect(seen(agent, fingers)).toEqual(expected)
})
