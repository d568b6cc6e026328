/** The screen stays on where the browser grants it, by a film where it does not, and else says so. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settings } from './settings.svelte'

class Sentinel extends EventTarget {
  released = false
  release(): Promise<void> {
    this.released = true
    this.dispatchEvent(new Event('release'))
    return Promise.resolve()
  }
}

let sentinels: Sentinel[]
let granted: boolean
let played: number
let mayPlay: boolean

async function freshWakeLock() {
  vi.resetModules()
  return (await import('./wake.svelte')).wakeLock
}

function withWakeLock(): void {
  Object.defineProperty(navigator, 'wakeLock', {
    configurable: true,
    value: {
      request: () => {
        if (!granted) return Promise.reject(new DOMException('no', 'NotAllowedError'))
        sentinels.push(new Sentinel())
        return Promise.resolve(sentinels.at(-1))
      },
    },
  })
}

const tap = () => document.dispatchEvent(new Event('pointerup'))
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  sentinels = []
  granted = true
  played = 0
  mayPlay = true
  settings.change({ awake: true })
})
afterEach(() => {
  Reflect.deleteProperty(navigator, 'wakeLock')
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('where the browser keeps screens on', () => {
  it('it is asked once, and again after it has let go', async () => {
    withWakeLock()
    const wakeLock = await freshWakeLock()
    wakeLock.keep()
    await settled()
    tap()
    await settled()
    const before = sentinels.length
    await sentinels[0]?.release()
    document.dispatchEvent(new Event('visibilitychange'))
    await settled()

    expect([before, sentinels.length, wakeLock.held]).toEqual([1, 2, true])
  })

  it('a refusal is no promise, and the next tap asks again', async () => {
    withWakeLock()
    granted = false
    const wakeLock = await freshWakeLock()
    wakeLock.keep()
    await settled()
    const before = wakeLock.held
    granted = true
    tap()
    await settled()

    expect([before, wakeLock.held]).toEqual([false, true])
  })

  it('who leaves lets go, even of what is granted only then', async () => {
    withWakeLock()
    const wakeLock = await freshWakeLock()
    const leave = wakeLock.keep()
    leave()
    await settled()

    expect(sentinels.every((one) => one.released)).toBe(true)
    expect(wakeLock.held).toBe(false)
  })

  it('who does not want it is not asked for', async () => {
    withWakeLock()
    settings.change({ awake: false })
    const wakeLock = await freshWakeLock()
    wakeLock.keep()
    await settled()

    expect(sentinels).toEqual([])
  })
})

describe('where no browser does, as over plain http', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('film')))
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:film' }))
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(function play(
      this: HTMLMediaElement,
    ) {
      played += 1
      if (!mayPlay) return Promise.reject(new DOMException('tap first', 'NotAllowedError'))
      this.dispatchEvent(new Event('playing'))
      return Promise.resolve()
    })
    vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(function pause(
      this: HTMLMediaElement,
    ) {
      this.dispatchEvent(new Event('pause'))
    })
  })

  it('a film runs from the tap on', async () => {
    mayPlay = false
    const wakeLock = await freshWakeLock()
    wakeLock.keep()
    await vi.waitFor(() => expect(played).toBe(1))
    const before = wakeLock.held
    mayPlay = true
    tap()
    await settled()

    expect([before, wakeLock.held]).toEqual([false, true])
  })

  it('says that the screen may sleep when the film stops, and leaving stops it', async () => {
    const wakeLock = await freshWakeLock()
    const leave = wakeLock.keep()
    await vi.waitFor(() => expect(wakeLock.held).toBe(true))
    leave()

    expect(wakeLock.held).toBe(false)
  })

  it('a film that can not be fetched is no way, until a tap finds the network again', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    const wakeLock = await freshWakeLock()
    wakeLock.keep()
    await vi.waitFor(() => expect(wakeLock.possible).toBe(false))
    await settled()
    const before = wakeLock.held
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('film')))
    tap()
    await vi.waitFor(() => expect(wakeLock.held).toBe(true))

    expect([before, wakeLock.possible]).toEqual([false, true])
  })
})
