/** Parts that the first picture can do without: fetched a little later, so that they are here when the link is not. */

const LATER_MS = 5_000 // the first picture stands, and the phone has nothing to do

/** Return what gives the part: at once if it is here, and when it has come if it is not. */
export function later<Part>(fetchPart: () => Promise<Part>): () => Promise<Part> {
  let coming: Promise<Part> | undefined
  const get = () => {
    coming ??= fetchPart().catch((lost: unknown) => {
      coming = undefined // no link just then: whoever asks next tries again
      throw lost
    })
    return coming
  }
  setTimeout(() => void get().catch(() => undefined), LATER_MS)
  return get
}
