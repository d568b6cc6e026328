import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

const server = 'http://localhost:8420'

// What screens share travels in one piece, which compresses better than a dozen; but for the parts
// that only the caller, the starter and the owner have.
const house = {
  name: 'house',
  minShareCount: 2,
  test: /node_modules|\/src\/(lib|link|wire|screens\/(sheet|told)|parts\/(?!Go|go-|HoldBu|Head|Over|Mark))/,
}

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  build: {
    outDir: '../app/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a strict content policy lets nothing in as data:
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [house] } } },
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
