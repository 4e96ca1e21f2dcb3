import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReplicaState } from '../../src/db/replicas/replica.ts'
import { ask } from './ask.ts'
import { type EventReader, readEvents } from './events.ts'
import { waitFor } from './faults.ts'
import { startServer } from './process.ts'
import { countQuery, patience, type Replicated, startReplicated } from './replicas.ts'

/** The part of a response that says where and as of when an operation has read. */
export interface DatabaseExtension {
  readonly server: 'primary' | 'replica'
  readonly replica?: number
  readonly asOf?: string
  readonly position?: string
}

/** Starts a server process on a primary and its replica, as users start it. */
const startOne = async ({ primary, replica, tokens }: Replicated, folder: string) => {
  const environment = {
    DATABASE_URL: primary.url,
    DATABASE_REPLICA_URL: replica.url,
    REPLICA_MAX_LAG_MS: '600000',
    AUTH: 'on',
  }
  const server = await startServer(environment, folder)
  const { origin } = new URL(server.url)
  const app = { fetch: (path: string, init?: RequestInit) => fetch(`${origin}${path}`, init) }
  const send = async (query: string, token = tokens.reader, variables = {}) => {
    const answer = await ask(app, query, { token, variables })
    return { ...answer, database: answer.extensions?.['database'] as DatabaseExtension | undefined }
  }
  const get = (path: string) => app.fetch(path, { headers: { authorization: `Bearer ${tokens.reader}` } })
  const readState = async () => {
    const ready = await get('/health/ready')
    const { replicas } = (await ready.json()) as { replicas: readonly ReplicaState[] }
    return { code: ready.status, status: replicas[0]?.status }
  }
  return {
    ...server,
    send,
    get,
    readState,
    /** Waits until the queries of a caller read from a server. */
    untilReadsFrom: (kind: DatabaseExtension['server'], token = tokens.reader) =>
      waitFor(async () => (await send(countQuery, token)).database?.server === kind, patience),
    /** Opens a subscription. */
    subscribe: async (query: string): Promise<EventReader> => {
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${tokens.reader}`,
        },
        body: JSON.stringify({ query }),
      })
      return readEvents(response)
    },
  }
}

/** A server process that reads from a replica. */
export type ReplicatedServer = Awaited<ReturnType<typeof startOne>>

/** Starts a primary, a streaming replica, and two server processes on them. */
export const startReplicatedServers = async (bin: string) => {
  const databases = await startReplicated(bin)
  const folder = await mkdtemp(join(tmpdir(), 'botlens-replicated-'))
  const [a, b] = await Promise.all([startOne(databases, folder), startOne(databases, folder)])
  return {
    ...databases,
    a,
    b,
    /** Stops the servers, and returns their exit codes. */
    stopServers: () =>
      Promise.all(
        [a, b].map((server) => {
          server.kill('SIGTERM')
          return server.ended()
        }),
      ),
    close: async () => {
      for (const { child } of [a, b]) child.kill('SIGKILL')
      await databases.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
