import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The one copy that Node gives to everything else: graphql-js ships two, and a schema of one is unknown to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['BROWSER_TESTS'] ? [] : ['test/browser/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
