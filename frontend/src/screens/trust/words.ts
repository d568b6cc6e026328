/** What /trust says, and the way through the settings of each system. */

import { phrases } from '../../lib/phrases'

/** One way: where it applies, what is fetched, and the steps, of which the last is always to come back. */
export interface Way {
  readonly title: string
  readonly file: 'profile' | 'certificate'
  readonly steps: readonly string[]
  readonly note?: string
}

const en = {
  title: 'Trust this house',
  what: 'Standby works without this. With it, the screen stays on by itself and the page opens even while the network is away.',
  why: 'Browsers allow that only over https, and for https this device has to know the certificate of this server. It vouches for this server’s own addresses and for nothing else.',
  standing: {
    looking: 'Looking…',
    secure: 'This page came over https',
    kept: 'This is the secure page',
    ignored: 'Over https, but not trusted',
    trusted: 'This device trusts Standby',
    'not yet': 'Not yet trusted',
    'not served': 'This server has no certificate',
    'no link': 'The server does not answer',
  },
  hint: {
    looking: '',
    secure:
      'Whether this device trusts the certificate, or its warning was only passed by, this browser does not tell. “Test this device” shows what it grants.',
    kept: 'This browser trusts its certificate. Nothing is left to do on this device.',
    ignored:
      'The warning was passed by: this browser then keeps no page for offline. Follow the steps below, close this page and open it anew.',
    trusted:
      'The secure page may ask who you are: then type your code once more. Taps that still wait on this page stay with this page.',
    'not yet': 'Follow the steps below, then come back: this page looks by itself.',
    'not served':
      'Standby runs over plain http, and that is a good way to run it. For https, whoever looks after the computer types: standby tls init',
    'no link': 'Is this device still in the same network?',
  },
  unnamed: (host: string) =>
    `The certificate does not name ${host}. On the server’s computer: standby tls add ${host}`,
  open: 'Open the secure page',
  again: 'Look again',
  nothing: 'Nothing is to be installed: devices trust this certificate as it is.',
  steps: 'Steps',
  others: 'Other devices',
  profile: 'Download the profile',
  certificate: 'Download the certificate',
  compare: 'Compare before you trust',
  compareWhy:
    'The device shows a fingerprint (SHA-256). It has to be this one, and the one that “standby tls show” prints on the server’s computer.',
  until: (when: string) => `good until ${when}`,
  stay: 'Stay with the plain page',
  test: 'Test this device',
  ways: {
    ios: {
      title: 'iPhone and iPad',
      file: 'profile',
      steps: [
        'Open this page in Safari, tap “Download the profile”, then Allow.',
        'Settings › Profile Downloaded (or General › VPN & Device Management) › Standby › Install.',
        'Settings › General › About › Certificate Trust Settings: turn “Standby on …” on. Without this step nothing changes.',
        'Come back to this page.',
      ],
    },
    android: {
      title: 'Android',
      file: 'certificate',
      steps: [
        'Tap “Download the certificate”.',
        'In Settings, search for “CA certificate” (Security › More › Encryption & credentials › Install a certificate › CA certificate).',
        'Install anyway, then choose standby.crt. The phone needs a screen lock for that.',
        'Come back to this page.',
      ],
      note: 'Android then warns that the network may be watched: it says so of any certificate that was added by hand. Chrome, Edge and Samsung Internet use it; other apps do not. In Firefox: Settings › About, tap the logo five times, then Settings › Secret Settings › Use third party CA certificates.',
    },
    windows: {
      title: 'Windows',
      file: 'certificate',
      steps: [
        'Download the certificate and open it.',
        'Install Certificate › Current User › Place all certificates in: Trusted Root Certification Authorities.',
        'Close the browser and open this page anew.',
      ],
      note: 'Windows shows a shorter fingerprint (SHA-1). To compare this one: certutil -hashfile standby.crt SHA256',
    },
    macos: {
      title: 'Mac',
      file: 'certificate',
      steps: [
        'Download the certificate and open it: Keychain Access takes it into “login”.',
        'Double-click “Standby on …” there › Trust › When using this certificate: Always Trust.',
        'Come back to this page.',
      ],
    },
    chromeos: {
      title: 'Chromebook',
      file: 'certificate',
      steps: [
        'Download the certificate.',
        'Settings › Privacy and security › Security › Manage certificates › Authorities › Import standby.crt.',
        'Tick “Trust this certificate for identifying websites”, then come back.',
      ],
    },
    linux: {
      title: 'Linux, Chrome',
      file: 'certificate',
      steps: [
        'Download the certificate.',
        'Chrome › Settings › Privacy and security › Security › Manage certificates › Custom (or Authorities) › Import standby.crt.',
        'Tick “identifying websites” if it asks, then come back.',
      ],
    },
    firefox: {
      title: 'Firefox on a computer',
      file: 'certificate',
      steps: [
        'Download the certificate.',
        'Settings › Privacy & Security › Certificates › View Certificates › Authorities › Import standby.crt.',
        'Tick “Trust this CA to identify websites”, then come back.',
      ],
    },
  } satisfies Record<string, Way>,
}

export const say = phrases({ en })
