import { Response } from '@whatwg-node/fetch'
import type { CheckDatabase } from '../../db/health.ts'
import type { Metrics } from './metrics.ts'

/** Whether the process works at all. */
export const livePath = '/health/live'
/** Whether it can serve now. */
export const readyPath = '/health/ready'
/** Its metrics for Prometheus. */
export const metricsPath = '/metrics'

const respondWithHealth = (reason: string | undefined): Response =>
  Response.json(reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason }, {
    status: reason === undefined ? 200 : 503,
    headers: reason === undefined ? {} : { 'Retry-After': '1' },
  })

/** Responds that the process works. */
export const respondLive = (): Response => respondWithHealth(undefined)

/** Makes the response about readiness: a server that stops, or whose database cannot serve, is not ready. */
export const makeReady = (checkDatabase: CheckDatabase, stopping: AbortSignal) => async (): Promise<Response> =>
  respondWithHealth(stopping.aborted ? 'the server is shutting down' : await checkDatabase())

/** Makes the response with the metrics. */
export const makeMetricsResponse = (metrics: Metrics) => async (): Promise<Response> => {
  const { type, text } = await metrics.print()
  return new Response(text, { headers: { 'Content-Type': type } })
}
