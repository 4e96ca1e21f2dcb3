import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { type Attack, attacks } from './attackList.ts'
import type { Bench } from './bench.ts'
import { median, round } from './measure.ts'
import { type ServerProcess, startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const rounds = 25
const warmUps = 3
/** Milliseconds after which an answer is no longer waited for. */
const patience = 10_000
/** Milliseconds in which each attack is to be refused. */
const allowed = 50

/** Measures how long each attack takes to be refused, over HTTP, and what they leave in the memory of the server. */
export const benchAttacks = async (bench: Bench): Promise<BenchTable> => {
  const server = await startServerProcess(await bench.empty())
  const table: BenchTable = {}
  for (const attack of attacks) await run(server, attack, warmUps)
  const before = await server.readUsage()
  for (const attack of attacks) table[attack.name] = await run(server, attack, rounds)
  const after = await server.readUsage()
  const unique = await sendUniqueDocuments(server, after.heap)
  const { peak } = await server.readUsage()
  table['heap of the server'] = {
    answer: `${megabytes(before.heap)} MB before, ${megabytes(after.heap)} MB after, ${megabytes(unique)} MB after 3,000 more documents; ${megabytes(peak)} MB of memory at most`,
  }
  await server.stop()
  return table
}

const megabytes = (bytes: number): number => round(bytes / 1e6)

const run = async ({ url }: ServerProcess, attack: Attack, times: number): Promise<BenchTable[string]> => {
  const agent = new Agent({ keepAlive: true })
  const took: number[] = []
  const answers = new Set<string>()
  for (let index = 0; index < times; index += 1) {
    const started = performance.now()
    answers.add(await send(url, attack, agent))
    took.push(performance.now() - started)
  }
  agent.destroy()
  const worst = Math.max(...took)
  return {
    answer: [...answers].join(', '),
    'median ms': round(median(took)),
    'worst ms': round(worst),
    [`in ${allowed} ms`]: worst <= allowed ? 'yes' : median(took) <= allowed ? 'median' : 'NO',
  }
}

/** Sends an attack; gives the status and the code of its answer. */
const send = async (url: string, attack: Attack, agent: Agent): Promise<string> => {
  const { path = '/graphql', method = 'POST', headers, body, endless } = attack
  const sent = request(`${url}${path}`, { method, agent, headers: { 'content-type': 'application/json', ...headers } })
  // A server that has answered may cut what is still on its way.
  sent.on('error', () => undefined)
  sent.once('socket', (socket) => {
    if (socket.listenerCount('error') < 5) socket.on('error', () => undefined)
  })
  const answered = once(sent, 'response', { signal: AbortSignal.timeout(patience) }) as Promise<[IncomingMessage]>
  if (endless === undefined) sent.end(body)
  else sendUntil(sent, endless, answered)
  const [response] = await answered.catch((): [undefined] => [undefined])
  if (!response) {
    sent.destroy()
    return 'cut off'
  }
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  if (!sent.writableEnded) sent.destroy()
  return `${response.statusCode} ${/"code":"(\w+)"/.exec(text)?.[1] ?? 'no code'}`
}

const sendUntil = (sent: ReturnType<typeof request>, part: string, answered: Promise<unknown>): void => {
  let going = true
  answered.then(() => {
    going = false
  }, String)
  const write = () => {
    if (!going) return
    if (sent.write(part)) setImmediate(write)
    else sent.once('drain', write)
  }
  write()
}

const sendUniqueDocuments = async (server: ServerProcess, heap: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true })
  for (let index = 0; index < 3000; index += 1) {
    const query = `query Q${index} { ${'__typename '.repeat(40)} } # ${'x'.repeat(4000)}`
    await send(server.url, { name: '', body: JSON.stringify({ query }) }, agent)
  }
  agent.destroy()
  return (await server.readUsage()).heap || heap
}
