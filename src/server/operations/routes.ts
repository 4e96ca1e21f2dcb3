import type { Plugin } from 'graphql-yoga'
import type { CheckDatabase } from '../../db/health.ts'
import type { Metrics } from './metrics.ts'

/** Whether the process works at all. */
export const livePath = '/health/live'
/** Whether it can serve now. */
export const readyPath = '/health/ready'
/** Its figures for Prometheus. */
export const metricsPath = '/metrics'

/** What the routes of operations tell of. */
export interface OperationRoutes {
  readonly checkDatabase: CheckDatabase
  /** Ended when the server stops: then it is no longer ready. */
  readonly stopping: AbortSignal
  readonly metrics: Metrics
}

const answerHealth = (reason: string | undefined): Response =>
  Response.json(reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason }, {
    status: reason === undefined ? 200 : 503,
    ...(reason === undefined ? {} : { headers: { 'Retry-After': '1' } }),
  })

/** Answers the routes of operations. Who may see them is checked before. */
export const useOperationRoutes = ({ checkDatabase, stopping, metrics }: OperationRoutes): Plugin => {
  const routes: Readonly<Record<string, () => Promise<Response>>> = {
    [livePath]: async () => answerHealth(undefined),
    [readyPath]: async () => answerHealth(stopping.aborted ? 'the server stops' : await checkDatabase()),
    [metricsPath]: async () => {
      const { type, text } = await metrics.print()
      return new Response(text, { headers: { 'Content-Type': type } })
    },
  }
  return {
    onRequest: async ({ request, url, endResponse }) => {
      const route = request.method === 'GET' || request.method === 'HEAD' ? routes[url.pathname] : undefined
      if (route) endResponse(await route())
    },
  }
}
