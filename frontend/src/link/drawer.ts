/** What this phone keeps over a reload: presses without an answer, the last answered ones, the last picture. */

import type { Me } from '../lib/session.svelte'
import { answer, done, opened } from './indexed'
import type { Letter } from './outbox'

/** A screen's place in the drawer. */
export interface Place {
  readonly show: string
  readonly role: string
}

/** A press that has no answer yet. */
export interface Kept extends Place {
  readonly letter: Letter
  /** Server time at which it was pressed, as this phone knew it. */
  readonly at: number
  /** This phone's own time then. It may be days off, but while the page opens there is no other. */
  readonly deviceAt: number
}

/** A press that was answered, in the history called `epoch`. */
export interface Answered extends Kept {
  readonly epoch: string
}

/** What was shown last. */
export interface Last extends Place {
  readonly epoch: string
  readonly seq: number
  /** The state as JSON: it is weighed before it is kept, and read only when it is needed. */
  readonly text: string
  readonly me: Me
  /** Server time at which it was known to be all there is. */
  readonly freshAt: number
  /** How far the server's clock is ahead of this phone's. */
  readonly ahead: number
  /** The page that drew it: another may need what this one did not ask for. */
  readonly page: string
}

export interface Contents {
  readonly letters: readonly Kept[]
  readonly answered: readonly Answered[]
  readonly last: Last | undefined
  /** Presses of this place that were too old to keep. */
  readonly old: readonly Kept[]
}

export const ANSWERED_MAX = 200 // PROTOCOL.md 4: as many are offered again after a change of epoch
const OLD_MS = 12 * 3_600_000 // as far back as the server takes an observation's time
export const PATIENCE_MS = 300 // a hung database must not delay a tap for longer
const SHELVES = ['letters', 'answered'] as const // numbered as they come: the order of pressing
const ALL = [...SHELVES, 'last']

interface Unsaved {
  readonly kept: Kept
  readonly saved: (durable: boolean) => void
}

export class Drawer {
  #db: Promise<IDBDatabase>
  #unsaved: Unsaved[] = []
  #saving = false

  constructor(readonly name = 'standby') {
    this.#db = open(name)
  }

  /** Keep a press. Tells whether it is on the disk; never later than a hung database may delay a tap. */
  save(kept: Kept): Promise<boolean> {
    const durable = new Promise<boolean>((saved) => this.#unsaved.push({ kept, saved }))
    void this.#saveAll()
    return atMost(PATIENCE_MS, durable, false)
  }

  /** It was answered, and is kept among those; or it is of no use any more. */
  async settle(id: string, answered?: Answered): Promise<void> {
    this.#unsaved = this.#unsaved.filter(({ kept }) => kept.letter.id !== id)
    await this.#try(async (db) => {
      const work = db.transaction(SHELVES, 'readwrite')
      for (const shelf of SHELVES) await drop(work.objectStore(shelf), id)
      if (answered) work.objectStore('answered').add(answered)
      await done(work)
    })
  }

  /** Everything of one place, oldest first. What is too old for anybody is thrown away. */
  async open(place: Place, nowMs: number, deviceMs: number = nowMs): Promise<Contents | undefined> {
    return this.#try(async (db) => {
      const work = db.transaction(ALL, 'readwrite')
      const letters = await all<Kept>(work, 'letters')
      const answered = await all<Answered>(work, 'answered')
      const key = [place.show, place.role]
      const last = (await answer(work.objectStore('last').get(key))) as Last | undefined
      // By both clocks: either may have been put right since.
      const isOld = (one: Kept) => Math.min(nowMs - one.at, deviceMs - one.deviceAt) > OLD_MS
      const mine = <K extends Kept>(ones: readonly K[]) => ones.filter((one) => at(place, one))
      const surplus = mine(answered).slice(0, -ANSWERED_MAX)
      for (const one of letters.filter(isOld))
        await drop(work.objectStore('letters'), one.letter.id)
      for (const one of [...answered.filter(isOld), ...surplus]) {
        await drop(work.objectStore('answered'), one.letter.id)
      }
      await done(work)
      return {
        letters: mine(letters).filter((one) => !isOld(one)),
        answered: mine(answered)
          .filter((one) => !isOld(one))
          .slice(-ANSWERED_MAX),
        last,
        old: mine(letters).filter(isOld),
      }
    })
  }

  async keepLast(last: Last): Promise<void> {
    await this.#try((db) => {
      const work = db.transaction('last', 'readwrite')
      work.objectStore('last').put(last)
      return done(work)
    })
  }

  /** Turned away: the picture leaves this phone; if the show is gone, so does all else. */
  async clear(place: Place, everything: boolean): Promise<void> {
    await this.#try(async (db) => {
      const work = db.transaction(ALL, 'readwrite')
      for (const shelf of everything ? SHELVES : []) {
        const mine = (await all<Kept>(work, shelf)).filter((one) => at(place, one))
        for (const one of mine) await drop(work.objectStore(shelf), one.letter.id)
      }
      work.objectStore('last').delete([place.show, place.role])
      await done(work)
    })
  }

  /** What was pressed while the disk was busy goes down together. */
  async #saveAll(): Promise<void> {
    if (this.#saving) return
    this.#saving = true
    while (this.#unsaved.length > 0) {
      const batch = this.#unsaved.splice(0)
      const durable = await this.#try(async (db) => {
        const work = db.transaction('letters', 'readwrite', { durability: 'strict' })
        for (const { kept } of batch) work.objectStore('letters').add(kept)
        await done(work)
        return true
      })
      for (const { saved } of batch) saved(durable === true)
    }
    this.#saving = false
  }

  /** A private window, a full disk, a broken file: the page works on without its drawer. */
  async #try<T>(use: (db: IDBDatabase) => Promise<T>, again = true): Promise<T | undefined> {
    const opening = this.#db
    let db: IDBDatabase | undefined
    try {
      db = await opening
      return await use(db)
    } catch (fault) {
      // It did not open, or the browser closed it while the phone slept: perhaps it opens now.
      const shut = db === undefined || (fault as Error).name === 'InvalidStateError'
      if (shut && this.#db === opening) this.#db = open(this.name)
      return shut && again ? this.#try(use, false) : undefined
    }
  }
}

function open(name: string): Promise<IDBDatabase> {
  const db = opened(name, 1, (fresh) => {
    for (const shelf of SHELVES) {
      fresh.createObjectStore(shelf, { autoIncrement: true }).createIndex('id', 'letter.id')
    }
    fresh.createObjectStore('last', { keyPath: ['show', 'role'] })
  })
  db.catch(() => undefined) // each use finds out for itself that there is no drawer
  return db
}

function at(place: Place, one: Place): boolean {
  return one.show === place.show && one.role === place.role
}

function all<K>(work: IDBTransaction, shelf: string): Promise<K[]> {
  return answer(work.objectStore(shelf).getAll()) as Promise<K[]>
}

async function drop(shelf: IDBObjectStore, id: string): Promise<void> {
  const key = await answer(shelf.index('id').getKey(id))
  if (key !== undefined) shelf.delete(key)
}

export function atMost<T>(ms: number, coming: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    void coming.then((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}
