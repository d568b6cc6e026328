/** Parts that the first picture can do without: fetched a little later, so that they are here when the link is not. */

const LATER_MS = 5_000 // the first picture stands, and the phone has nothing to do
const AGAIN_MS = 3_000
const AGAIN_MAX_MS = 60_000

/** Return what gives the part: at once if it is here, and when it has come if it is not. Where there is no link
 * just then, it is tried again and again, and at once when somebody asks: a sheet that was called for opens. */
export function later<Part>(fetchPart: () => Promise<Part>): () => Promise<Part> {
  let coming: Promise<Part> | undefined
  let tryNow: (() => void) | undefined
  const come = async (wait_ms: number): Promise<Part> => {
    try {
      return await fetchPart()
    } catch {
      await new Promise<void>((wake) => {
        tryNow = wake
        setTimeout(wake, wait_ms)
      })
      return come(Math.min(2 * wait_ms, AGAIN_MAX_MS))
    }
  }
  const get = () => {
    tryNow?.()
    coming ??= come(AGAIN_MS)
    return coming
  }
  setTimeout(() => void get(), LATER_MS)
  return get
}
