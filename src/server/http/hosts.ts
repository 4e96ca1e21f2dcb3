import type { AccessSettings } from '../../config/access.ts'
import { isLoopback } from '../auth/exposure.ts'
import { RejectedRequest } from './errorResponse.ts'
import type { HeaderReader, Incoming } from './incoming.ts'

/** Accepts a request by its `Host` header. */
export type CheckHost = (headers: HeaderReader) => void

/**
 * Creates the check of `Host` for a server without authentication that only this machine can reach. A page whose domain
 * resolves to the loopback address (DNS rebinding) must not read it: such requests are rejected with 421.
 */
export const makeHostCheck = ({ mode }: AccessSettings, host: string): CheckHost => {
  if (mode === 'required' || !isLoopback(host)) return () => undefined
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase()])
  return (headers) => {
    const given = headers.get('host')
    const name = given?.toLowerCase().replace(/:\d+$/, '')
    if (name !== undefined && !allowed.has(name))
      throw new RejectedRequest(
        421,
        `The Host ${JSON.stringify(name.slice(0, 60))} is not allowed: use ${[...allowed].join(', ')}.`,
      )
  }
}

/** Accepts a request by the page that sent it. */
export type CheckOrigin = (incoming: Pick<Incoming, 'headers'>) => void

/**
 * Creates the check against cross-site requests of browsers. It rejects, with 403, requests whose origin is neither
 * this server nor listed, and requests from another site without an origin. Clients other than browsers send neither
 * header.
 */
export const makeOriginCheck = ({ corsOrigins }: AccessSettings): CheckOrigin => {
  const named = new Set(corsOrigins)
  return ({ headers }) => {
    const origin = headers.get('origin')
    if (origin !== null) {
      if (named.has(origin) || isOwn(origin, headers.get('host'))) return
      throw new RejectedRequest(
        403,
        `Requests from the origin ${JSON.stringify(origin.slice(0, 100))} are not allowed: add it to CORS_ORIGINS.`,
      )
    }
    const site = headers.get('sec-fetch-site')
    const isNavigation = headers.get('sec-fetch-mode') === 'navigate' && acceptsPage(headers)
    if ((site === 'cross-site' || site === 'same-site') && !isNavigation)
      throw new RejectedRequest(403, 'Requests from other sites are not allowed: add their origin to CORS_ORIGINS.')
  }
}

/** Whether a browser requests an HTML page. */
export const requestsPage = ({ method, headers }: Pick<Incoming, 'method' | 'headers'>): boolean =>
  (method === 'GET' || method === 'HEAD') && acceptsPage(headers)

const acceptsPage = (headers: HeaderReader): boolean => headers.get('accept')?.includes('text/html') ?? false

/** The scheme is ignored: behind a proxy that terminates TLS, the server does not know it. */
const isOwn = (origin: string, host: string | null): boolean =>
  host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
