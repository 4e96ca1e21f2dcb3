import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', 'src')

/**
 * Constructs that a distributed PostgreSQL, such as Citus, rejects or runs on one machine, by name. Source code is
 * searched, without comments.
 */
const constructs: Readonly<Record<string, RegExp>> = {
  ctid: /\bctid\b/g,
  'EXISTS without a column': /EXISTS \(\s*SELECT FROM/g,
  'grouping sets': /GROUPING SETS \(|GROUP BY ROLLUP|GROUP BY CUBE/g,
  'row locks': /\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b/g,
  'advisory locks': /\bpg_(try_)?advisory_\w+\(/g,
  'modifying CTEs':
    /\bAS (MATERIALIZED )?\(\s*(INSERT|UPDATE|DELETE)\b|AS \(\s*\$\{(insertSql|addSql|addSketchesSql|follow)\(/g,
  'lateral joins': /\bLATERAL\b/g,
  'recursive CTEs': /\bRECURSIVE\b/g,
  samples: /\bTABLESAMPLE\b/g,
  'system columns': /\bxmax\b/g,
  'ordered-set aggregates': /\bWITHIN GROUP\b/g,
}

const oneAtATime = 'Only one process may do this at a time, whichever server it connects to.'
const ordered =
  'Rows are locked in the order of all writers, which prevents deadlocks, or skipped so that nobody waits.'
const together =
  'One statement changes several tables, so that every statistic sees all of it or nothing, in one round trip.'
const byIndex =
  'The first rows of each parent are read by an index. A window function would read all rows of all parents.'
const few = 'Applied to groups that are summed in a subselect, which can be distributed.'

/** The uses that remain: how often each construct occurs in a file of src, and why. */
const remaining: Readonly<Record<string, Readonly<Record<string, readonly [times: number, reason: string]>>>> = {
  ctid: {
    'db/rollups/fold.ts': [6, 'Deltas have no key, since its index would cost every statement that records.'],
    'db/sql/batches.ts': [2, 'Deleting 5,000 rows by their ids took 166 ms, and by ctid 60 ms (medians of four).'],
  },
  'grouping sets': {
    'statistics/facets/sql.ts': [1, 'A subselect by all columns together could have as many groups as there are rows.'],
    'statistics/feedbackStats/sql.ts': [1, few],
    'statistics/tokenStatistics/sql.ts': [1, few],
  },
  'row locks': {
    'db/sql/batches.ts': [1, ordered],
    'import/langbot/checkpoint.ts': [1, ordered],
    'records/feedback/recording.ts': [1, ordered],
    'records/recording/context.ts': [1, ordered],
    'records/sessions/endIdle.ts': [1, ordered],
  },
  'advisory locks': {
    'db/migrate.ts': [1, oneAtATime],
    'db/transactions.ts': [2, oneAtATime],
    'records/feedback/recording.ts': [1, 'Feedback that is not stored yet has no row to lock.'],
    'server/auth/queries.ts': [1, oneAtATime],
  },
  'modifying CTEs': {
    'db/live/events.ts': [2, together],
    'db/rollups/fold.ts': [3, together],
    'db/rollups/rebuild.ts': [4, together],
    'import/langbot/checkpoint.ts': [1, together],
    'records/messages/recording.ts': [2, together],
  },
  'lateral joins': {
    'db/sql/rows.ts': [1, byIndex],
    'records/errors/errorGroups/sql.ts': [1, byIndex],
    'records/turns/storedTurns.ts': [1, byIndex],
    'records/turns/turnRows.ts': [1, byIndex],
    'statistics/facets/sql.ts': [1, byIndex],
    'statistics/metrics/sql/reading.ts': [1, 'It reads an array of its own row.'],
    'statistics/metrics/sql/sketches.ts': [1, 'It merges the sketches of its own row.'],
  },
  'system columns': {
    'db/sql/merge.ts': [1, 'New rows are distinguished from changed ones without reading them before.'],
  },
  'ordered-set aggregates': {
    'statistics/metrics/sql/aggregates.ts': [1, 'Exact percentiles need all values. Estimates are read from sketches.'],
  },
}

/** The text of a source file without comments. */
const readCode = async (path: string): Promise<string> =>
  (await readFile(path, 'utf8')).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

test('SQL uses constructs that cannot be distributed only where PostgreSQL would lose something without them', async () => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/src\/(dashboard|db\/generated)\//.test(path))
  const found: Record<string, Record<string, number>> = {}
  for (const path of files) {
    const code = await readCode(path)
    for (const [name, pattern] of Object.entries(constructs)) {
      const times = [...code.matchAll(pattern)].length
      if (times > 0) found[name] = { ...found[name], [relative(root, path)]: times }
    }
  }
  const expected = Object.entries(remaining).map(([name, uses]) => [
    name,
    Object.fromEntries(Object.entries(uses).map(([path, [times]]) => [path, times])),
  ])
  expect(found).toEqual(Object.fromEntries(expected))
})
