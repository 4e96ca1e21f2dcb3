import pg from 'pg'
import { type Database, openDatabase } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { fillAll, fillCallsAlone } from './data.ts'
import { startPostgres } from './postgres.ts'
import type { BenchTable } from './table.ts'

/** The databases of benchmarks. */
export interface Bench {
  /** The URL of a database with the given number of LLM calls, created when it is first used. */
  filled(llmCalls: number, kind?: 'all' | 'calls alone'): Promise<string>
  /** The URL of a new, empty database. */
  empty(): Promise<string>
}

/** Options of a benchmark. */
export interface BenchOptions {
  /** Duration of benchmarks that load the server for a while; undefined for the default of each benchmark. */
  readonly minutes?: number | undefined
  /** Number of LLM calls in millions, for the benchmark of a large table; undefined for its default. */
  readonly millions?: number | undefined
  /** Whether to measure a few rounds only, for orientation. */
  readonly short?: boolean
}

/** Runs a benchmark, and returns its results. */
export type Benchmark = (bench: Bench, options: BenchOptions) => Promise<BenchTable>

/** Opens the database of a benchmark. */
export const openAt = (url: string, poolSize = 1): Database =>
  openDatabase({ connection: { connectionString: url }, poolSize })

/** Runs work with a PostgreSQL server, which contains all databases of one run. */
export const withPostgres = async (work: (bench: Bench, version: string) => Promise<void>): Promise<void> => {
  const server = await startPostgres()
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  const made: string[] = []
  const empty = async () => {
    const name = `botlens_bench_${process.pid}_${made.length}`
    made.push(name)
    await admin.query(`CREATE DATABASE ${name}`)
    const url = new URL(server.url)
    url.pathname = `/${name}`
    const db = openAt(url.href)
    await migrate(db)
    await db.close()
    return url.href
  }
  const filled = new Map<string, Promise<string>>()
  const fill = async (llmCalls: number, kind: string) => {
    const url = await empty()
    const db = openAt(url)
    const started = performance.now()
    await (kind === 'all' ? fillAll : fillCallsAlone)(db, llmCalls)
    await db.close()
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(`made ${llmCalls.toLocaleString('en')} LLM calls (${kind}) in ${seconds} s`)
    return url
  }
  try {
    const { rows } = await admin.query<{ server_version: string }>('SHOW server_version')
    await work(
      {
        empty,
        filled: async (llmCalls, kind = 'all') => {
          const key = `${llmCalls} ${kind}`
          const url = filled.get(key) ?? fill(llmCalls, kind)
          filled.set(key, url)
          return url
        },
      },
      rows[0]?.server_version ?? 'unknown',
    )
  } finally {
    for (const name of made) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
    await server.stop()
  }
}
