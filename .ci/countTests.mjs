// Sums what vitest's JSON reports in a folder count, in the one line that a run ends with. A file that failed before
// its tests could run counts as one that failed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.tests.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
const sum = (count) => reports.reduce((total, report) => total + count(report), 0)
const passed = sum(({ numPassedTests }) => numPassedTests)
const failed = sum(
  ({ numFailedTests, testResults }) =>
    numFailedTests +
    testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length,
)
console.log(`${passed} passed, ${failed} failed`)
