import type { ServerResponse } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import { requireScope } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import type { AtOnceLimiter } from '../limits/atOnce.ts'
import { answerError } from './errorAnswer.ts'
import { addressOf, shareNameOf } from './gate.ts'
import { recordOf } from './requestRecord.ts'

/**
 * Lets callers with the scope `export` pass to the export, as many at once as the limiter has places for. A place is
 * given back when the answer has been sent, or its client has left.
 */
export const useExportGate = (path: string, limiter: AtOnceLimiter): Plugin => {
  const withoutServer = new WeakMap<Request, () => void>()
  return {
    onRequest: ({ request, url, serverContext, endResponse }) => {
      if (url.pathname !== path || request.method === 'OPTIONS') return
      const record = recordOf(request)
      try {
        requireScope(record.caller, 'export')
        const release = limiter.acquire(shareNameOf(record.caller, addressOf(serverContext ?? {})))
        // Node's server puts its own response there; without a server the answer counts as sent when it is made.
        const { res } = (serverContext ?? {}) as { res?: ServerResponse }
        if (res) res.once('close', release)
        else withoutServer.set(request, release)
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error
        record.errorCodes.add(error.code)
        endResponse(answerError(error, record.id, false))
      }
    },
    onResponse: ({ request }) => withoutServer.get(request)?.(),
  }
}
