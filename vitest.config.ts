import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The copy of graphql that Node resolves and packages load, so that its types are the same everywhere.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['BROWSER_TESTS'] ? [] : ['test/browser/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    // Only a test that hangs takes this long: machines that run tests are busy, and much slower than others.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
})
