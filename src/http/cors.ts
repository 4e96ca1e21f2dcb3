import type { AccessSettings } from '../shared/accessSettings.ts'
import type { HeaderReader } from './incoming.ts'

/**
 * Makes the headers that let pages of other origins read a response: those of the named origins, and none where no
 * origin is named.
 */
export const makeCorsHeaders = ({
  corsOrigins,
}: AccessSettings): ((headers: HeaderReader) => Readonly<Record<string, string>>) => {
  const named = new Set(corsOrigins)
  return (headers) => {
    const origin = headers.get('origin')
    if (origin === null || !named.has(origin)) return {}
    return {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept',
      'Access-Control-Expose-Headers': 'X-Request-Id, Retry-After, X-Truncated, Content-Disposition',
      'Access-Control-Max-Age': '600',
    }
  }
}
