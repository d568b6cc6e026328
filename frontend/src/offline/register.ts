/** Asks for the service worker, where a browser allows one: https, or this very machine. */

const LATER_MS = 3_000 // the first picture needs the network more

export function registerWorker(): void {
  // Plain http has none, whatever the types say. There the page must stay open.
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers || !import.meta.env.PROD) return
  setTimeout(() => {
    workers.register('/sw.js').catch(() => undefined) // a private window: as on plain http
  }, LATER_MS)
}
