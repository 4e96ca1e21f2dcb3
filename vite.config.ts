import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// A test runner that starts the build has set another value, with which React would be built for development.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production'

const server = process.env['BOTLENS_URL'] ?? 'http://127.0.0.1:4000'

/** The build of the dashboard, and its development server, which forwards requests to a running Botlens. */
export default defineConfig({
  root: join(import.meta.dirname, 'src', 'dashboard'),
  cacheDir: join(import.meta.dirname, 'node_modules', '.vite'),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'dashboard'),
    emptyOutDir: true,
    manifest: true,
    // A content security policy without `data:` allows no inlined files, and no polyfill is needed to preload modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: Object.fromEntries(['/graphql', '/api', '/favicon.ico'].map((path) => [path, { target: server }])) },
})
