import type { Bench } from './bench.ts'
import { interleave, ratio, showMs } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const size = 1_000_000
const pageSize = 50
const farPage = 10_000
const rounds = 40

const fields = `nodes { id timestamp modelName totalTokens durationMs cost status botName sessionId } pageInfo { endCursor }`

/** Compares the 10,000th page by cursor with the first one, with several orders and filters, at a million LLM calls. */
export const benchPages = async (bench: Bench): Promise<BenchTable> => {
  const server = await startServerProcess(await bench.filled(size))
  const ask = async (args: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query: `{ llmCalls(first: ${pageSize}, ${args}) { ${fields} } }` })
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
    const { data, errors } = (await response.json()) as {
      data?: { llmCalls: { nodes: unknown[]; pageInfo: { endCursor: string } } }
      errors?: unknown
    }
    if (!data || data.llmCalls.nodes.length !== pageSize) throw new Error(JSON.stringify(errors ?? 'too few rows'))
    return data.llmCalls.pageInfo.endCursor
  }
  const table: BenchTable = {}
  for (const [name, args, page] of [
    ['the newest first', 'filter: {}', farPage],
    ['most expensive first', 'orderBy: { field: COST, direction: DESC }', farPage],
    ['the shortest first', 'orderBy: { field: DURATION, direction: ASC }', farPage],
    ['one bot, the newest first', 'filter: { botIds: ["b0a1c2d3-0000-4000-8000-000000000003"] }', farPage / 8],
    ['failed calls, the newest first', 'filter: { statuses: [ERROR] }', farPage / 50],
  ] as const) {
    const before = await ask(`${args}, offset: ${(page - 2) * pageSize}`)
    const { first, far } = await interleave(rounds, {
      first: () => ask(args),
      far: () => ask(`${args}, after: "${before}"`),
    })
    table[name] = {
      'first page ms': showMs(first),
      'far page': page,
      'far page ms': showMs(far),
      'far : first': ratio(far.median, first.median),
    }
  }
  await server.stop()
  return table
}
