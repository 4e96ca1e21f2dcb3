import type { CORSOptions } from 'graphql-yoga'
import type { AccessSettings } from '../shared/accessSettings.ts'

/** Who may read answers from a page of another origin: those that are named, and nobody where none is. */
export const corsFor = ({ corsOrigins }: AccessSettings): CORSOptions =>
  corsOrigins.length === 0
    ? false
    : {
        origin: [...corsOrigins],
        methods: ['GET', 'POST'],
        allowedHeaders: ['Authorization', 'Content-Type', 'Accept'],
        exposedHeaders: ['X-Request-Id', 'Retry-After', 'X-Truncated', 'Content-Disposition'],
        credentials: false,
        maxAge: 600,
      }
