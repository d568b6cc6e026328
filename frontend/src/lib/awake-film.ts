/** Where no browser keeps the screen on for a page: a film without a picture or a sound does, on phones. */

// 20 s of black and silence. Made with:
//   ffmpeg -f lavfi -i color=c=black:s=16x16:r=1:d=20 -f lavfi -i anullsrc=r=8000:cl=mono -t 20
//     -c:v libx264 -profile:v baseline -level 1.0 -pix_fmt yuv420p -g 60 -c:a aac -b:a 8k -ar 8000
//     -map_metadata -1 -fflags +bitexact -movflags +faststart awake.mp4
import address from './awake.mp4'

const BACK_AT_S = 15

export interface Film {
  /** Works within a tap, and often after one. */
  play(): Promise<boolean>
  pause(): void
}

/** Fetch the film; `onchange` hears when it begins and stops to run. */
export async function fetchFilm(onchange: (runs: boolean) => void): Promise<Film> {
  // An iPhone plays only what it may ask for in parts; from its own memory it takes the whole.
  const answer = await fetch(address)
  const video = document.createElement('video')
  video.src = URL.createObjectURL(await answer.blob())
  video.setAttribute('playsinline', '')
  video.setAttribute('aria-hidden', 'true')
  video.disableRemotePlayback = true
  Object.assign(video.style, {
    ...{ position: 'fixed', inlineSize: '1px', blockSize: '1px', opacity: '0' },
    ...{ insetBlockEnd: '0', pointerEvents: 'none' },
  })
  // With `loop`, or muted, an iPhone takes it for a decoration, and goes dark.
  video.addEventListener('timeupdate', () => {
    if (video.currentTime > BACK_AT_S) video.currentTime = 1
  })
  video.addEventListener('playing', () => onchange(true))
  for (const end of ['pause', 'ended', 'emptied'] as const) {
    video.addEventListener(end, () => onchange(false))
  }
  document.body.append(video)
  return {
    async play() {
      try {
        await video.play()
        return true
      } catch {
        return false // nobody has tapped yet
      }
    },
    pause: () => video.pause(),
  }
}
