/** What the server says of its certificate, and whether this device trusts it already. */

import { ask } from '../../link/http'
import { reaches, secureAddress, workerTaken } from './secure-page'

/** PROTOCOL.md: `GET /trust`. Without a port no https is served; without a fingerprint nothing is to install. */
export interface Offer {
  readonly https_port?: number
  readonly fingerprint?: string
  readonly title?: string
  readonly ends_at?: number
  /** Does the certificate name the address of this page? */
  readonly names_you?: boolean
}

/** secure: it came over https, more is not known; kept: and the browser trusts it; ignored: its warning was. */
export type Standing =
  'looking' | 'secure' | 'kept' | 'ignored' | 'trusted' | 'not yet' | 'not served' | 'no link'

const OVER_HTTPS = { taken: 'kept', ignored: 'ignored', unknown: 'secure' } as const
const AGAIN_MS = 4_000

export class Trusting {
  offer: Offer | undefined = $state.raw()
  standing: Standing = $state.raw('looking')
  #left = false

  /** Ask the server, then look again and again whether the certificate is trusted. The result ends it. */
  start(): () => void {
    this.#left = false
    const again = () => {
      if (document.visibilityState === 'visible') void this.look()
    }
    void this.look()
    const timer = setInterval(again, AGAIN_MS)
    document.addEventListener('visibilitychange', again)
    return () => {
      this.#left = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
    }
  }

  async look(): Promise<void> {
    if (this.offer?.https_port === undefined) await this.#ask()
    if (this.standing !== 'trusted' && this.standing !== 'kept') {
      const standing = await this.#found()
      if (!this.#left) this.standing = standing
    }
  }

  async #ask(): Promise<void> {
    const answer = await ask<Offer>('GET', '/trust')
    this.offer = answer.ok ? answer.value : undefined
  }

  async #found(): Promise<Standing> {
    if (!this.offer) return 'no link'
    if (location.protocol === 'https:') return OVER_HTTPS[await workerTaken()]
    const { https_port: port } = this.offer
    if (port === undefined) return 'not served'
    const trusted = await reaches(secureAddress(port, '/api/v1/trust/reached'))
    return trusted ? 'trusted' : 'not yet'
  }
}
