import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listDocument, nestedDocument } from './bareHandler.ts'
import type { Bench } from './bench.ts'
import { askOnce, type LoadedServer, loadInTurns, medianLoad } from './loads.ts'
import { ratio } from './measure.ts'
import { installPostgraphile, postgraphileVersion } from './postgraphile.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** The same lists in the schema that PostGraphile generates, with our names as aliases. */
const postgraphileDocuments = {
  list: `query List { llmCalls: allMonitoringLlmCalls(first: 50, orderBy: [TIMESTAMP_DESC, PRIMARY_KEY_DESC]) { nodes {
    id: rowId timestamp modelName inputTokens outputTokens totalTokens durationMs: duration cost status botName
    sessionId errorMessage } } }`,
  nested: `query Nested { messages: allMonitoringMessages(first: 50, orderBy: [TIMESTAMP_DESC, PRIMARY_KEY_DESC]) {
    nodes { id: rowId timestamp status userName session { id: sessionId botName messageCount lastActivity }
    llmCalls(first: 100, orderBy: [TIMESTAMP_ASC, PRIMARY_KEY_ASC]) { id: rowId modelName totalTokens cost } } } }`,
} as const

const times: readonly string[] = ['timestamp', 'lastActivity']

/** Formats times and statuses as this server does. */
const normalize = (data: unknown): string =>
  JSON.stringify(data, (name, value: unknown) => {
    if (typeof value !== 'string') return value
    if (times.includes(name)) return new Date(value).toISOString()
    return name === 'status' ? value.toUpperCase() : value
  })

/**
 * Compares lists through the server, PostGraphile and a bare handler, which return the same data: 16 connections, in
 * turns.
 */
export const benchPeers = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.filled(100_000)
  const folder = await mkdtemp(join(tmpdir(), 'botlens-peers-'))
  await installPostgraphile(folder)
  const [server, postgraphile, bare] = await Promise.all([
    startServerProcess(url),
    startServerProcess(url, { postgraphile: folder }),
    startServerProcess(url, 'bare'),
  ])
  const table: BenchTable = {}
  for (const [name, document, query] of [
    ['50 calls, 12 fields', 'list', listDocument],
    ['50 messages with session and calls', 'nested', nestedDocument],
  ] as const) {
    const servers = {
      'bare handler': { server: bare, query },
      server: { server, query },
      [`PostGraphile ${postgraphileVersion}`]: { server: postgraphile, query: postgraphileDocuments[document] },
    } satisfies Record<string, LoadedServer>
    const answers = new Set<string>()
    for (const one of Object.values(servers)) answers.add(normalize(await askOnce(one)))
    if (answers.size > 1) throw new Error('The servers return different data')
    const loads = Object.entries(await loadInTurns(servers)).map(([own, all]) => [own, medianLoad(all)] as const)
    const [[, bareLoad] = []] = loads
    for (const [own, { requests, processor }] of loads)
      table[`${name}: ${own}`] = {
        'requests/s': Math.round(requests),
        share: ratio(requests, bareLoad?.requests ?? Number.NaN),
        'processor ms/request': Number(processor.toFixed(3)),
        'times bare': ratio(processor, bareLoad?.processor ?? Number.NaN),
      }
  }
  await Promise.all([server, postgraphile, bare].map((one) => one.stop()))
  await rm(folder, { recursive: true, force: true })
  return table
}
