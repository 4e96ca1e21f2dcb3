import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { Argument, Command, InvalidArgumentError } from 'commander'
import { benchAnalytics, benchFacets, benchLargeAnalytics } from './analytics.ts'
import { benchAttacks } from './attacks.ts'
import { type Benchmark, type BenchOptions, withPostgres } from './bench.ts'
import { benchDashboard } from './dashboard.ts'
import { benchDataAccess } from './dataAccess.ts'
import { benchExport } from './export.ts'
import { benchExportOrders } from './exportOrders.ts'
import { benchLarge } from './large.ts'
import { benchLayers } from './layers.ts'
import { benchLists } from './lists.ts'
import { benchLive } from './live.ts'
import { benchOverload } from './overload.ts'
import { benchPages } from './pages.ts'
import { benchPeers } from './peers.ts'
import { benchPlans } from './plans.ts'
import { benchRecord, benchRecordEmbedded } from './record.ts'
import { benchRelations } from './relations.ts'
import { benchSoak } from './soak.ts'
import { benchLargeStatistics, benchStatistics, benchStatisticsEmbedded } from './statistics.ts'
import type { BenchTable } from './table.ts'
import { benchTurns } from './turns.ts'
import { benchWriters } from './writers.ts'

/** Benchmarks on a PostgreSQL server, by name. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  statistics: benchStatistics,
  analytics: benchAnalytics,
  facets: benchFacets,
  turns: benchTurns,
  pages: benchPages,
  plans: benchPlans,
  relations: benchRelations,
  layers: benchLayers,
  lists: benchLists,
  'data-access': benchDataAccess,
  record: benchRecord,
  writers: benchWriters,
  export: benchExport,
  'export-orders': benchExportOrders,
  attacks: benchAttacks,
  dashboard: benchDashboard,
}

/** Benchmarks that only run if they are named: long ones, and one that installs another server. */
const onRequest: Readonly<Record<string, Benchmark>> = {
  'statistics-10m': benchLargeStatistics,
  'analytics-10m': benchLargeAnalytics,
  live: benchLive,
  large: benchLarge,
  overload: benchOverload,
  peers: benchPeers,
  soak: benchSoak,
}

/** Benchmarks on the embedded database. */
const embedded: Readonly<Record<string, () => Promise<BenchTable>>> = {
  statistics: benchStatisticsEmbedded,
  record: benchRecordEmbedded,
}

const resultsFile = join(import.meta.dirname, 'results.json')

/** Prints the results, and adds those of complete runs to those of other runs in the file of results. */
const report = (name: string, database: string, table: BenchTable, isShort: boolean): void => {
  console.log(`\n${name}, on ${database}`)
  console.table(table)
  if (isShort) return
  const [processor] = cpus()
  const machine = `${cpus().length} × ${processor?.model ?? 'unknown'}, Node ${process.versions.node}, ${database}`
  const results = JSON.parse(readFileSync(resultsFile, 'utf8')) as Record<string, unknown>
  const entry = { measured: new Date().toISOString().slice(0, 10), machine, results: table }
  const merged = { ...results, [name]: entry }
  const sorted = Object.fromEntries(Object.entries(merged).sort(([one], [other]) => (one < other ? -1 : 1)))
  writeFileSync(resultsFile, `${JSON.stringify(sorted, null, 2)}\n`)
}

const readPositive = (text: string): number => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('Give a number above 0.')
  return Number(text)
}

interface Options extends BenchOptions {
  readonly embedded: boolean
  readonly short: boolean
}

const run = async (
  names: readonly string[],
  { embedded: onEmbedded, millions, minutes, short }: Options,
): Promise<void> => {
  if (onEmbedded) {
    const unsupported = names.filter((name) => !(name in embedded))
    if (unsupported.length > 0)
      program.error(`--embedded supports ${Object.keys(embedded).join(' and ')}, not ${unsupported.join(', ')}.`)
    for (const [name, measure] of Object.entries(embedded))
      if (names.length === 0 || names.includes(name))
        report(`${name}, embedded`, 'the embedded database', await measure(), false)
    return
  }
  const chosen = names.length === 0 ? Object.keys(benchmarks) : names
  await withPostgres(async (bench, version) => {
    for (const [name, measure] of Object.entries({ ...benchmarks, ...onRequest }))
      if (chosen.includes(name))
        report(name, `PostgreSQL ${version}`, await measure(bench, { millions, minutes, short }), short)
  })
}

const program = new Command('bench')
  .description('measures ratios in one run, prints them, and keeps them in bench/results.json')
  .addArgument(
    new Argument('[names...]', 'benchmarks to run (default: all except long-running ones and peers)').choices(
      Object.keys({ ...benchmarks, ...onRequest }),
    ),
  )
  .option('--embedded', 'run on the embedded database the benchmarks that support it', false)
  .option('--short', 'run layers with few requests and in one process, and do not keep the results', false)
  .option('--minutes <number>', 'how long overload (default: 1) and soak (default: 30) run', readPositive)
  .option('--millions <number>', 'LLM calls in millions that large measures (default: 100)', readPositive)
  .action(run)

await program.parseAsync()

// The embedded server registers a hook that ends the process with code 0 unless it is ended explicitly.
process.exit()
