import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { openDatabase } from '../src/db/database.ts'
import { migrate } from '../src/db/migrate.ts'
import { llmCallColumns } from '../src/llmCalls/csvColumns.ts'
import { median } from './figures.ts'
import { startPostgres } from './postgres.ts'
import { fillLlmCalls } from './rows.ts'
import { startServerProcess } from './serverProcess.ts'

const sizes = [10_000, 100_000, 1_000_000]
const rounds = 5

/** Measures the export of LLM calls over HTTP beside PostgreSQL's own `COPY` of the same rows in the same order. */
export const benchExport = async (): Promise<void> => {
  const postgres = await startPostgres()
  const copying = new pg.Client({ connectionString: postgres.url })
  try {
    await prepare(postgres.url)
    await copying.connect()
    const table: Record<string, object> = {}
    for (const size of sizes) table[size.toLocaleString('en')] = await measure(postgres.url, copying, size)
    console.table(table)
  } finally {
    await copying.end()
    await postgres.stop()
  }
}

const prepare = async (url: string): Promise<void> => {
  const db = openDatabase({ connection: { connectionString: url }, poolSize: 1 })
  await migrate(db)
  await fillLlmCalls(db, Math.max(...sizes))
  await db.close()
}

/** One size in a server process of its own: rounds of both, one after the other, and their medians. */
const measure = async (url: string, copying: pg.Client, size: number): Promise<object> => {
  const server = await startServerProcess(url)
  const copy: number[] = []
  const own: number[] = []
  const firstBytes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    copy.push(await time(() => copyRows(copying, size)))
    own.push(
      await time(async () => {
        firstBytes.push(await exportRows(server.url, size))
      }),
    )
  }
  const { peak } = await server.readUsage()
  await server.stop()
  return {
    'COPY rows/s': Math.round(size / median(copy)),
    'export rows/s': Math.round(size / median(own)),
    'export : COPY': Number((median(copy) / median(own)).toFixed(2)),
    'first byte ms': Math.round(median(firstBytes) * 1000),
    'peak memory MB': Math.round(peak / 1e6),
  }
}

const copyRows = async (client: pg.Client, size: number): Promise<void> => {
  const names = llmCallColumns.map(({ column }) => column.name).join(', ')
  const rows = `SELECT ${names} FROM monitoring_llm_calls ORDER BY timestamp DESC, id DESC LIMIT ${size}`
  await once(client.query(copyTo(`COPY (${rows}) TO STDOUT (FORMAT csv)`)).resume(), 'end')
}

/** Reads an export to its end; gives the seconds until its first byte. */
const exportRows = async (url: string, size: number): Promise<number> => {
  const started = performance.now()
  const request = get(`${url}/api/v1/monitoring/export?type=llm-calls&limit=${size}`, { agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`The export answered ${response.statusCode}`)
  await once(response, 'readable')
  const first = (performance.now() - started) / 1000
  response.resume()
  await once(response, 'end')
  return first
}

const time = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
