/** Becomes /sw.js; the build writes its own list of files into it (vite-offline.ts). */

import { work, type Build, type Scope } from './worker'

declare const __BUILD__: Build

work(self as unknown as Scope, __BUILD__)
