import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type ExecutionResult, print } from 'graphql'
import { defaultLimits, type Limits } from '../../src/config/limits.ts'
import { type App, createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { type OpenTestDatabase, openTestDatabase } from './database.ts'
import { type EventReader, readEvents } from './events.ts'

/** An app on its own database, with requests as over HTTP. */
export interface TestApp {
  readonly app: App
  readonly db: OpenTestDatabase
  /** Lines that the app logged. */
  readonly log: readonly string[]
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Executes a typed document. Fails if the response has errors. */
  execute<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>
  /** Sends any query text, and returns the complete response. */
  send(query: string, variables?: object): Promise<ExecutionResult<Record<string, unknown>>>
  /** Begins a subscription. Fails if the response is not a stream of events. */
  subscribe(query: string, variables?: object, headers?: Readonly<Record<string, string>>): Promise<EventReader>
  close(): Promise<void>
}

/** The limits of tests. Time limits are off, since a busy machine must not fail tests. */
export const testLimits: Limits = {
  ...defaultLimits,
  ratePerMinute: 0,
  maxEventLoopDelayMs: 600_000,
  operationTimeoutMs: 600_000,
  sendTimeoutMs: 600_000,
}

/** Options that differ from the app's defaults. */
export type TestAppOptions = Partial<Parameters<typeof createApp>[0]>

/** Starts an app on a new, empty database. */
export const startTestApp = async (options: TestAppOptions = {}): Promise<TestApp> => {
  const db = await openTestDatabase()
  const log: string[] = []
  const logger = makeLogger('info', { write: (line) => log.push(line) })
  // Rates are measured with a clock that stands still: what is left of a limit does not depend on the machine.
  const app = createApp({ db, logger, limits: testLimits, elapsed: () => 0, ...options })
  const fetch = async (path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1:4000${path}`, init))
  const send = async (query: string, variables?: object) => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as ExecutionResult<Record<string, unknown>>
  }
  return {
    app,
    db,
    log,
    fetch,
    send,
    execute: async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => {
      const { data, errors } = await send(print(document), variables as object)
      if (errors) throw new Error(JSON.stringify(errors, null, 2))
      return data as Data
    },
    subscribe: async (query, variables, headers) => {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      if (response.status !== 200) throw new Error(await response.text())
      return readEvents(response)
    },
    close: async () => {
      await app.beginStop()
      await db.close()
    },
  }
}
