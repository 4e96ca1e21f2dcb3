import { Agent } from 'node:http'
import type { Bench, BenchOptions } from './bench.ts'
import { ask } from './client.ts'
import { median, quantile, round } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** Callers at once, and milliseconds that each waits between its requests: load that the server carries with ease. */
const callers = 8
const pause = 40

const makeMessage = (index: number) => ({
  botId: 'bot-1',
  botName: 'Support',
  pipelineId: 'pipe-1',
  pipelineName: 'Default',
  sessionId: `session-${index % 200}`,
  messageContent: `Message ${index}: where is the parcel, and when may it be expected?`,
})

/** What the callers send in turn; `index` grows with each request. */
const mix: readonly ((index: number) => Parameters<typeof ask>[2])[] = [
  () => ({ query: '{ llmCalls(first: 50) { totalCount nodes { id modelName totalTokens cost } } }' }),
  () => ({ query: '{ sessions(first: 20) { nodes { id messages(first: 5) { nodes { messageText } } } } }' }),
  (index) => ({
    query: 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }',
    variables: { input: [makeMessage(index)] },
  }),
  () => ({ query: '{ overview { totalMessages totalTokens successRate activeSessions } }' }),
  (index) => ({ query: `query Unique${index} { llmCall(id: "call-${index}") { id } }` }),
  () => ({ path: '/metrics' }),
  () => ({ query: '{ messages(filter: { search: "parcel" }, first: 10) { nodes { id session { id } } } }' }),
  () => ({ path: '/api/v1/monitoring/export?type=llm-calls&limit=500' }),
  () => ({ query: `{ ${'a: __typename '.repeat(40)} }` }),
]
/** Requests of the mix that are to be refused: the last kind is too large on purpose. */
const refusedKind = mix.length - 1

/** Runs mixed load for so many minutes, and tells for each what the server used and how many requests failed. */
export const benchSoak = async (bench: Bench, { minutes }: BenchOptions): Promise<BenchTable> => {
  const server = await startServerProcess(await bench.filled(100_000), { ratePerMinute: 0 })
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  const table: BenchTable = {}
  const times: number[] = []
  let [sent, failures, going] = [0, 0, true]
  const call = async () => {
    while (going) {
      const index = sent
      sent += 1
      const kind = index % mix.length
      const { ms, failed } = await ask(server.url, agent, mix[kind]?.(index) ?? { path: '/health/live' })
      times.push(ms)
      if (failed !== (kind === refusedKind)) failures += 1
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  const running = Array.from({ length: callers }, call)
  for (let minute = 1; minute <= minutes; minute += 1) {
    const before = sent
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    const { heap, resident, handles, processor } = await server.readUsage()
    const took = times.splice(0)
    table[`minute ${minute}`] = {
      requests: sent - before,
      unexpected: failures,
      'median ms': round(median(took)),
      'p99 ms': round(quantile(took, 0.99)),
      'heap MB': round(heap / 1e6),
      'memory MB': round(resident / 1e6),
      handles,
      'processor s': round(processor),
    }
    failures = 0
  }
  going = false
  await Promise.all(running)
  agent.destroy()
  await server.stop()
  return table
}
