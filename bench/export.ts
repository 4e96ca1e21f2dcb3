import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { llmCallColumns } from '../src/records/llmCalls/exportColumns.ts'
import type { Bench } from './bench.ts'
import { benchBesideExport } from './besideExport.ts'
import { median, ratio, time } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const sizes = [10_000, 100_000, 1_000_000]
const rounds = 5

/** The parameters of the exports, by name. */
const exports = { csv: '', raw: '&raw=true', ndjson: '&format=ndjson' }

/**
 * Compares the export of LLM calls over HTTP with PostgreSQL's own `COPY` of the same rows in the same order, and other
 * requests beside one export with those to an idle server.
 */
export const benchExport = async (bench: Bench): Promise<BenchTable> => {
  const most = Math.max(...sizes)
  const url = await bench.filled(most)
  const copying = new pg.Client({ connectionString: url })
  await copying.connect()
  const table: BenchTable = {}
  for (const size of sizes) table[size.toLocaleString('en')] = await measure(url, copying, size)
  await copying.end()
  const beside = await benchBesideExport(url, (server) => exportRows(server, most, exports.csv))
  return { ...table, ...beside }
}

/** Measures one size in a separate server process: alternating rounds of all, and their medians. */
const measure = async (url: string, copying: pg.Client, size: number): Promise<BenchTable[string]> => {
  const server = await startServerProcess(url)
  const copy: number[] = []
  const own = { csv: [] as number[], raw: [] as number[], ndjson: [] as number[] }
  const firstBytes: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    copy.push(await time(() => copyRows(copying, size)))
    for (const name of ['csv', 'raw', 'ndjson'] as const)
      own[name].push(
        await time(async () => {
          firstBytes.push(await exportRows(server.url, size, exports[name]))
        }),
      )
  }
  const { peak } = await server.readUsage()
  await server.stop()
  const copied = median(copy)
  return {
    'COPY rows/s': Math.round(size / copied),
    'export rows/s': Math.round(size / median(own.csv)),
    'export : COPY': ratio(copied, median(own.csv)),
    'raw : COPY': ratio(copied, median(own.raw)),
    'NDJSON : COPY': ratio(copied, median(own.ndjson)),
    'first byte ms': Math.round(median(firstBytes) * 1000),
    'peak memory MB': Math.round(peak / 1e6),
  }
}

const copyRows = async (client: pg.Client, size: number): Promise<void> => {
  const names = llmCallColumns.map(({ column }) => column.name).join(', ')
  const rows = `SELECT ${names} FROM monitoring_llm_calls ORDER BY timestamp DESC, id DESC LIMIT ${size}`
  await once(client.query(copyTo(`COPY (${rows}) TO STDOUT (FORMAT csv)`)).resume(), 'end')
}

/** Reads a complete export of LLM calls. Returns the seconds until its first byte. */
export const exportRows = async (url: string, size: number, parameters: string): Promise<number> => {
  const started = performance.now()
  const path = `/api/v1/monitoring/export?type=llm-calls&limit=${size}${parameters}`
  const request = get(`${url}${path}`, { agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`The export answered ${response.statusCode}`)
  await once(response, 'readable')
  const first = (performance.now() - started) / 1000
  response.resume()
  await once(response, 'end')
  return first
}
