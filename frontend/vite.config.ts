import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

const server = 'http://localhost:8420'

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  build: {
    outDir: '../app/static',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a strict content policy lets nothing in as data:
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server, ws: true },
      '/version': server,
    },
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], restoreMocks: true },
})
