import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { requestIdOf } from './requestId.ts'

/** Names each request in its answer, as `X-Request-Id`, and in the log, with what it took. */
export const useRequestLog = (logger: Logger): Plugin => {
  const started = new WeakMap<Request, number>()
  const operations = new WeakMap<Request, string>()
  return {
    onRequest: ({ request }) => {
      started.set(request, performance.now())
    },
    onParams: ({ request, params }) => {
      if (params.operationName) operations.set(request, params.operationName)
    },
    onResponse: ({ request, response }) => {
      const requestId = requestIdOf(request)
      response.headers.set('X-Request-Id', requestId)
      const durationMs = Math.round(performance.now() - (started.get(request) ?? performance.now()))
      const { pathname } = new URL(request.url)
      logger.info(
        {
          requestId,
          method: request.method,
          path: pathname,
          operation: operations.get(request),
          status: response.status,
          durationMs,
        },
        'request',
      )
    },
  }
}
