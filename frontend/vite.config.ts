import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'
import { lean } from './vite-lean.ts'
import { offline } from './vite-offline.ts'

const server = 'http://localhost:8420'

// What screens share travels in one piece, which compresses better than a dozen; but for what a
// dresser's phone has no use for.
const house = {
  name: 'house',
  minShareCount: 2,
  test: /^(?!.*(bindings\/(?!shared)|transitions|animate|style\.js|\?style|http\.ts|\/sheet\/|lib\/(abil|build|device|stor|system|wake)|parts\/(Aw|Cou|Go|go-|Hold|Head|Over|Mark))).*(node_modules|\/src\/(lib|link|wire|parts|screens\/told))/,
}

export default defineConfig({
  plugins: [lean(), svelte(), svelteTesting(), offline()],
  build: {
    outDir: '../app/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a strict content policy lets nothing in as data:
    modulePreload: { polyfill: false },
    manifest: true, // by which a test weighs the dresser's page
    rolldownOptions: {
      output: { codeSplitting: { groups: [house] } },
      treeshake: { moduleSideEffects: [{ test: /node_modules\/svelte\//, sideEffects: false }] },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server, ws: true },
      '/version': server,
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    css: { include: [/tokens\.css/] }, // its colours are measured
  },
})
