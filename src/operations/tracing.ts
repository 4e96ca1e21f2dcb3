import { randomBytes } from 'node:crypto'
import type { RequestRecord } from '../http/requestRecord.ts'

/** What a trace tells of a request that was answered. */
export interface TracedRequest {
  readonly record: RequestRecord
  readonly method: string
  readonly route: string
  readonly status: number
  /** The caller's own trace, as the header `traceparent` has it. */
  readonly traceparent: string | null
}

export interface Tracing {
  onAnswered(request: TracedRequest): void
  stop(): Promise<void>
}
void randomBytes
export const startTracing = async (_environment: NodeJS.ProcessEnv): Promise<Tracing | undefined> => undefined
