// @vitest-environment node
/** Which address leads to which screen, and as whom. */

import { describe, expect, it } from 'vitest'
import { placeOf, showPath } from './places'

const at = (path: string) => placeOf(new URL(path, 'http://192.0.2.2:8420'))

describe('an address', () => {
  it.each([
    ['/', { kind: 'home' }],
    ['/join', { kind: 'join' }],
    ['/trust?to=/show/s1/dresser', { kind: 'trust' }],
    ['/selftest', { kind: 'selftest' }],
    ['/show/s1/caller', { kind: 'show', showId: 's1', screen: 'caller', role: 'caller' }],
    ['/show/s1/head_dresser', { kind: 'show', screen: 'dresser', role: 'head_dresser' }],
    ['/show/s1/pit', { kind: 'show', screen: 'backstage', role: 'pit' }],
    ['/show/s1', { kind: 'show', screen: 'backstage', role: 'screen' }],
    [
      '/screen/s1/backstage?tv=55&d=8',
      { kind: 'tv', screen: 'backstage', role: 'screen', tv: 55, d: 8 },
    ],
    ['/screen/s1/room/B', { kind: 'tv', screen: 'room', role: 'screen', room: 'B' }],
    ['/screen/s1', { kind: 'tv', screen: 'backstage', role: 'screen', byScope: true }],
    ['/nowhere', { kind: 'home' }],
  ])('%s leads where it says', (path, place) => {
    expect(at(path)).toMatchObject(place)
  })

  it('made for a role leads back to that role', () => {
    expect(at(showPath('s 1', 'stage_manager'))).toMatchObject({
      showId: 's 1',
      role: 'stage_manager',
      screen: 'caller',
    })
  })
})
