import { type Attack, queryAttack } from './attacks/attack.ts'
import { bodyAttacks, parentAttacks } from './attacks/bodies.ts'
import { documentAttacks } from './attacks/documents.ts'
import { type AttackResult, findExceededLimits, measureAttack, readSettled, tabulate } from './attacks/measure.ts'
import { pathAttacks } from './attacks/paths.ts'
import { fillLargeMessages, largeResultAttacks, largeRowAttacks, tokenAttacks } from './attacks/responses.ts'
import { makeAgent, sendAttack } from './attacks/send.ts'
import { measureUnread } from './attacks/unread.ts'
import { listVariableAttacks, readSchema } from './attacks/variables.ts'
import type { Bench } from './bench.ts'
import { type ServerProcess, startServeCommand } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** Rate and load limits are off, since their rejections would replace the measured work. */
const lenientSettings = { RATE_LIMIT: '0', MAX_EVENT_LOOP_DELAY_MS: '600000' }
const uniqueDocuments = 3000
/** An operation that executes statements of each kind: a server that has just started loads code for them. */
const ordinary = queryAttack(
  'an ordinary operation',
  '{ overview { totalMessages } llmCalls(first: 5) { totalCount nodes { id message { id } } } sessions(first: 5) { nodes { messages { nodes { id } } } } }',
)
/** Milliseconds for which responses are not read. The server must have closed their connections by then. */
const unreadMs = 90_000

/**
 * Measures what each attack costs the server, started like by users: processor time, the longest stall of the event
 * loop, and retained memory. Sets the exit code to 1 if an attack exceeds a limit.
 */
export const benchAttacks = async (bench: Bench): Promise<BenchTable> => {
  const table: BenchTable = {}
  const add = (rows: BenchTable) => Object.assign(table, rows)
  await withServer(await bench.filled(100_000), lenientSettings, async (server) => {
    await sendAll(server, [ordinary])
    const attacks = [...documentAttacks, ...bodyAttacks, ...parentAttacks, ...largeResultAttacks]
    for (const attack of attacks) add(tabulate([await measureAttack(server, attack)]))
    const variables = await measureAll(server, listVariableAttacks(await readSchema(server.url)))
    add(tabulate(variables, 'each argument of each root field as a variable'))
    add(tabulate(await measureAll(server, pathAttacks), 'each route by unusual paths'))
    add(tabulate([await measureDocuments(server)]))
    add(tabulate([await measureAgain(server, [...attacks, ...pathAttacks])]))
  })
  const large = await bench.empty()
  await fillLargeMessages(large)
  await withServer(large, lenientSettings, async (server) => {
    await sendAll(server, [ordinary])
    add(tabulate(await measureAll(server, largeRowAttacks)))
    add(tabulate([await measureUnread(server, '{ messages(first: 9) { nodes { messageContent } } }', unreadMs)]))
  })
  const secret = 'a secret that is long enough for HS256'
  await withServer(await bench.empty(), { ...lenientSettings, JWT_SECRET: secret }, async (server) => {
    await sendAll(server, tokenAttacks)
    add(tabulate(await measureAll(server, tokenAttacks)))
  })
  if (Object.values(table).some((row) => row['within limits'] !== 'yes')) process.exitCode = 1
  return table
}

const withServer = async (
  databaseUrl: string,
  settings: Readonly<Record<string, string>>,
  work: (server: ServerProcess) => Promise<void>,
): Promise<void> => {
  const server = await startServeCommand(databaseUrl, settings)
  try {
    await work(server)
  } finally {
    await server.stop()
  }
}

const measureAll = async (server: ServerProcess, attacks: readonly Attack[]): Promise<AttackResult[]> => {
  const attackResults: AttackResult[] = []
  for (const attack of attacks) attackResults.push(await measureAttack(server, attack))
  return attackResults
}

/**
 * Sends twice the given number of different documents. The first half may fill caches; the second half must not retain
 * more.
 */
const measureDocuments = (server: ServerProcess): Promise<AttackResult> =>
  measureGrowth(server, `${uniqueDocuments} more documents that all differ`, async (round) => {
    const agent = makeAgent()
    for (let index = 0; index < uniqueDocuments; index += 1) {
      const query = `query Q${round}x${index} { ${'__typename '.repeat(40)} } # ${'x'.repeat(4000)}`
      await sendAttack(server.url, { name: '', body: JSON.stringify({ query }) }, 0, agent)
    }
    agent.destroy()
  })

/** Sends all attacks twice more. Memory must not grow between the two runs. */
const measureAgain = (server: ServerProcess, attacks: readonly Attack[]): Promise<AttackResult> =>
  measureGrowth(server, 'all of the above once more', () => sendAll(server, attacks))

/** Sends attacks, once each: a process that has just started loads code and fills caches. */
const sendAll = async (server: ServerProcess, attacks: readonly Attack[]): Promise<void> => {
  const agent = makeAgent()
  for (const attack of attacks) await sendAttack(server.url, attack, 0, agent)
  agent.destroy()
}

const measureGrowth = async (
  server: ServerProcess,
  attack: string,
  work: (round: number) => Promise<void>,
): Promise<AttackResult> => {
  await work(0)
  const before = await server.readUsage()
  await work(1)
  const after = await readSettled(server, before)
  const growth = after.heap - before.heap
  const processorMs = [(after.processor - before.processor) * 1000]
  const peakGrowth = after.peak - before.peak
  return { attack, outcomes: [], processorMs, stallMs: 0, growth, peakGrowth, problems: findExceededLimits(0, growth) }
}
