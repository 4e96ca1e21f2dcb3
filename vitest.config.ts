import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

// The copy of graphql that Node resolves and packages load, so that its types are the same everywhere.
const resolve = { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] }

/** The test files in folders of `test/`. */
const defineTests = (name: string, folders: string, isolate: boolean): TestProjectConfiguration => ({
  resolve,
  test: {
    name,
    include: [`test/${folders}/**/*.test.ts`],
    exclude: process.env['BROWSER_TESTS'] ? [] : ['test/browser/**'],
    isolate,
    // Only a test that hangs takes this long: machines that run tests are busy, and much slower than others.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})

export default defineConfig({
  resolve,
  test: {
    globalSetup: ['test/support/globalSetup.ts'],
    maxWorkers: 2,
    projects: [
      // The files of a worker share its modules and the compiled embedded database, which take longer to load than most
      // of them to run.
      defineTests('api', '{api,import}', false),
      defineTests('browser', 'browser', false),
      defineTests('unit', 'unit', false),
      // These start other processes, and load few modules of their own.
      defineTests('process', '{faults,process}', true),
    ],
  },
})
