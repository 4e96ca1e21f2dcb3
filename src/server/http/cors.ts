import type { CORSOptions } from 'graphql-yoga'
import type { AccessSettings } from '../../config/access.ts'

/**
 * Who may read answers from a page of another origin: those that are named, and nobody where none is. Others get no
 * header at all: Yoga itself would answer `null`, which is the origin of pages in a sandbox.
 */
export const corsFor = ({ corsOrigins }: AccessSettings): ((request: Request) => CORSOptions) => {
  const named = new Set(corsOrigins)
  return ({ headers }) => {
    const origin = headers.get('origin')
    if (origin === null || !named.has(origin)) return false
    return {
      origin: [origin],
      methods: ['GET', 'POST'],
      allowedHeaders: ['Authorization', 'Content-Type', 'Accept'],
      exposedHeaders: ['X-Request-Id', 'Retry-After', 'X-Truncated', 'Content-Disposition'],
      credentials: false,
      maxAge: 600,
    }
  }
}
