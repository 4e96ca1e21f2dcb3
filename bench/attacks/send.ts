import { once } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Attack } from './attack.ts'

/** The result of an attack. */
export interface Outcome {
  /** The status; 0 if the connection was closed or no response arrived in time. */
  readonly status: number
  readonly code: string | undefined
  readonly bytes: number
  /** Whether the response contains GraphQL data. */
  readonly hasData: boolean
  /** Whether the response contains a stack trace. */
  readonly hasStack: boolean
}

/** Milliseconds to wait for a response. */
const timeoutMs = 60_000
/** The number of bytes of a response that are examined. */
const headLength = 20_000

/** Creates an agent for attacks, with one persistent connection. */
export const makeAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 })

/** Sends an attack and reads the complete response. */
export const sendAttack = async (url: string, attack: Attack, trial: number, agent: Agent): Promise<Outcome> => {
  const { path = '/graphql', method = 'POST', headers, body, endless } = attack
  const { hostname, port } = new URL(url)
  const sent = request({
    hostname,
    port,
    path,
    method,
    agent,
    headers: { 'content-type': 'application/json', ...headers },
    timeout: timeoutMs,
  })
  // A server that has responded may close the connection while the rest of the body is still being sent.
  sent.on('error', () => undefined)
  sent.once('socket', (socket) => {
    if (socket.listenerCount('error') < 5) socket.on('error', () => undefined)
  })
  const answered = once(sent, 'response', { signal: AbortSignal.timeout(timeoutMs) }) as Promise<[IncomingMessage]>
  if (endless === undefined) sent.end(typeof body === 'function' ? body(trial) : body)
  else sendUntil(sent, endless, answered)
  const [response] = await answered.catch((): [undefined] => [undefined])
  if (!response) {
    sent.destroy()
    return { status: 0, code: undefined, bytes: 0, hasData: false, hasStack: false }
  }
  const outcome = await readOutcome(response)
  if (!sent.writableEnded) sent.destroy()
  return outcome
}

const readOutcome = async (response: IncomingMessage): Promise<Outcome> => {
  const { statusCode: status = 0 } = response
  let [head, bytes] = ['', 0]
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length
      if (head.length < headLength) head += String(chunk)
    }
  } catch {
    // A response that the server interrupts is examined as far as it was received.
  }
  return {
    status,
    code: /"code":"(\w+)"/.exec(head)?.[1],
    bytes,
    hasData: /"data":\{/.test(head),
    hasStack: /(?:\n|\\n)\s*at |node_modules/.test(head),
  }
}

const sendUntil = (sent: ClientRequest, part: string, answered: Promise<unknown>): void => {
  let going = true
  const stop = () => {
    going = false
  }
  answered.then(stop, stop)
  const write = () => {
    if (!going) return
    if (sent.write(part)) setImmediate(write)
    else sent.once('drain', write)
  }
  write()
}
