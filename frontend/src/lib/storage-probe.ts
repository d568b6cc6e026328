/** Does this browser keep what a page writes? It is tried, for some only say so. */

const NAME = 'standby-probe'
const SHELF = 'tried'
const PATIENCE_MS = 3_000

/** Write a word, read it in another transaction, and clear it all away again. */
export async function keepsWhatIsWritten(): Promise<boolean> {
  if (typeof indexedDB === 'undefined') return false
  try {
    return await Promise.race([tried(), late()])
  } catch {
    return false
  }
}

async function tried(): Promise<boolean> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF)
  const base = await answer(opening)
  const word = `${performance.now()}`
  const writing = base.transaction(SHELF, 'readwrite')
  const written = new Promise<void>((done, failed) => {
    writing.oncomplete = () => done()
    writing.onabort = () => failed(new Error('not written'))
  })
  writing.objectStore(SHELF).put(word, 1)
  await written
  const read: unknown = await answer(base.transaction(SHELF).objectStore(SHELF).get(1))
  base.close()
  indexedDB.deleteDatabase(NAME)
  return read === word
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error ?? new Error('refused'))
  })
}

function late(): Promise<boolean> {
  return new Promise((done) => setTimeout(() => done(false), PATIENCE_MS))
}
