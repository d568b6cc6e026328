/** IndexedDB in promises: the little of it that a phone's drawer needs. */

export function opened(
  name: string,
  version: number,
  upgrade: (fresh: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => upgrade(request.result)
    request.onerror = () => reject(faultOf(request))
    request.onsuccess = () => {
      const db = request.result
      db.onversionchange = () => db.close() // a newer page wants it otherwise
      resolve(db)
    }
  })
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(faultOf(request))
  })
}

/** All of it is done, and as durable as was asked for. */
export function done(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve()
    work.onabort = () => reject(faultOf(work))
  })
}

function faultOf({ error }: { readonly error: DOMException | null }): Error {
  return error ?? new Error('aborted')
}
