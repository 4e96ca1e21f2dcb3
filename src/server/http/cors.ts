import type { AccessSettings } from '../../config/access.ts'
import type { HeaderReader } from './incoming.ts'
import { snapshotHeader, statsHeader } from './operationHeaders.ts'

/**
 * Creates the headers that allow pages of other origins to read a response. Only the configured origins are allowed; by
 * default none.
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
      'Access-Control-Allow-Headers': `Authorization, Content-Type, Accept, ${statsHeader}, ${snapshotHeader}`,
      'Access-Control-Expose-Headers': 'X-Request-Id, Retry-After, X-Truncated, Content-Disposition',
      'Access-Control-Max-Age': '600',
    }
  }
}
