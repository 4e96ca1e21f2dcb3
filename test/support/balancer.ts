import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** A load balancer in front of servers of a test. It keeps connections open, and does not retry. */
export interface Balancer {
  readonly url: string
  /** Adds a server, and resolves once it is ready. */
  add(url: string): Promise<void>
  close(): Promise<void>
}

interface Target {
  readonly origin: string
  isReady: boolean
}

/** Milliseconds between two readiness checks of a server. */
const interval = 50

/** Starts a load balancer that sends requests in turn to the servers whose readiness check succeeds. */
export const startBalancer = async (): Promise<Balancer> => {
  const agent = new Agent({ keepAlive: true })
  const targets: Target[] = []
  const stopped = new AbortController()
  let next = 0

  const forward = (req: IncomingMessage, res: ServerResponse) => {
    const ready = targets.filter(({ isReady }) => isReady)
    const target = ready[next++ % ready.length]
    if (!target) {
      res.writeHead(502).end('no server is ready')
      return
    }
    const { connection: _, ...headers } = req.headers
    const forwarded = request(`${target.origin}${req.url}`, { agent, method: req.method, headers }, (answer) => {
      const { connection: __, ...answerHeaders } = answer.headers
      res.writeHead(answer.statusCode ?? 502, answerHeaders)
      answer.pipe(res)
    })
    forwarded.on('error', (error) => res.writeHead(502).end(error.message))
    req.pipe(forwarded)
  }
  /** Checks a server until it does not respond any more. Each check uses a new connection. */
  const watch = async (target: Target, onReady: () => void) => {
    while (!stopped.signal.aborted) {
      const status = await fetch(`${target.origin}/health/ready`, { headers: { connection: 'close' } })
        .then((response) => response.status)
        .catch(() => undefined)
      target.isReady = status === 200
      if (target.isReady) onReady()
      if (status === undefined) break
      await delay(interval)
    }
    targets.splice(targets.indexOf(target), 1)
  }

  const server = createServer(forward)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    add: (url) =>
      new Promise((resolve) => {
        const target = { origin: new URL(url).origin, isReady: false }
        targets.push(target)
        void watch(target, resolve)
      }),
    close: async () => {
      stopped.abort()
      agent.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
