import { Agent } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { listDocument } from './bareHandler.ts'
import { ask } from './client.ts'
import { median, quantile, ratio, round } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const intervalMs = 20
const rounds = 3
/** Number of requests of each kind in a round. */
const requests = 150

const documents = {
  list: listDocument,
  overview: `{ overview(filter: { startTime: "2026-04-01T00:00:00Z", endTime: "2026-05-01T00:00:00Z" }) {
    totalMessages llmCalls activeSessions successRate } }`,
}

type Times = Record<keyof typeof documents, number[]>

/** Compares a list and the overview, requested in turns, beside one export with those to an idle server. */
export const benchBesideExport = async (
  databaseUrl: string,
  exportAll: (url: string) => Promise<unknown>,
): Promise<BenchTable> => {
  const server = await startServerProcess(databaseUrl)
  const idle: Times = { list: [], overview: [] }
  const beside: Times = { list: [], overview: [] }
  await requestInTurns(server.url, { list: [], overview: [] })
  for (let count = 0; count < rounds; count += 1) {
    await requestInTurns(server.url, idle)
    const stopping = new AbortController()
    const exporting = exportUntil(stopping.signal, () => exportAll(server.url))
    await requestInTurns(server.url, beside)
    stopping.abort()
    await exporting
  }
  await server.stop()
  return {
    'list beside one export': compare(idle.list, beside.list),
    'overview beside one export': compare(idle.overview, beside.overview),
  }
}

const exportUntil = async (signal: AbortSignal, exportAll: () => Promise<unknown>): Promise<void> => {
  while (!signal.aborted) await exportAll()
}

const requestInTurns = async (url: string, times: Times): Promise<void> => {
  const agent = new Agent({ keepAlive: true })
  const send = async (name: keyof Times) => {
    const { ms, failed } = await ask(url, agent, { query: documents[name] })
    if (failed) throw new Error(`The request of the ${name} failed`)
    times[name].push(ms)
  }
  const sent: Promise<void>[] = []
  for (let count = 0; count < requests; count += 1)
    for (const name of ['list', 'overview'] as const) {
      sent.push(send(name))
      await setTimeout(intervalMs)
    }
  await Promise.all(sent)
  agent.destroy()
}

const compare = (idle: readonly number[], beside: readonly number[]): BenchTable[string] => ({
  'idle median ms': round(median(idle)),
  'idle p99 ms': round(quantile(idle, 0.99)),
  'median ms': round(median(beside)),
  'p99 ms': round(quantile(beside, 0.99)),
  'median : idle': ratio(median(beside), median(idle)),
})
