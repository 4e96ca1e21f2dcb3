import { isLoopback } from '../access/exposure.ts'
import type { AccessSettings } from '../shared/accessSettings.ts'
import { RefusedRequest } from './errorAnswer.ts'
import type { HeaderReader, Incoming } from './incoming.ts'

/** Accepts a request by its `Host`. */
export type CheckHost = (headers: HeaderReader) => void

/**
 * Makes the check of `Host` for a server that asks nobody who they are, and that only this machine reaches: a page of
 * a foreign name that was pointed at the loopback address (DNS rebinding) must not read it. Refused with 421.
 */
export const makeHostCheck = ({ mode }: AccessSettings, host: string): CheckHost => {
  if (mode === 'required' || !isLoopback(host)) return () => undefined
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase()])
  return (headers) => {
    const given = headers.get('host')
    const name = given?.toLowerCase().replace(/:\d+$/, '')
    if (name !== undefined && !allowed.has(name))
      throw new RefusedRequest(
        421,
        `This server answers only as ${[...allowed].join(', ')}, not as ${JSON.stringify(name.slice(0, 60))}.`,
      )
  }
}

/** Accepts a request by the page that a browser sent it for. */
export type CheckOrigin = (incoming: Pick<Incoming, 'headers'>) => void

/**
 * Makes the check against requests that a foreign page makes a browser send: refused with 403 are those of an origin
 * that is neither this server nor named, and of another site without an origin. Programs send neither header.
 */
export const makeOriginCheck = ({ corsOrigins }: AccessSettings): CheckOrigin => {
  const named = new Set(corsOrigins)
  return ({ headers }) => {
    const origin = headers.get('origin')
    if (origin !== null) {
      if (named.has(origin) || isOwn(origin, headers.get('host'))) return
      throw new RefusedRequest(
        403,
        `Pages of ${JSON.stringify(origin.slice(0, 100))} may not ask this server: name the origin in CORS_ORIGINS.`,
      )
    }
    const site = headers.get('sec-fetch-site')
    const isNavigation = headers.get('sec-fetch-mode') === 'navigate' && acceptsPage(headers)
    if ((site === 'cross-site' || site === 'same-site') && !isNavigation)
      throw new RefusedRequest(403, 'Pages of other sites may not ask this server: name their origin in CORS_ORIGINS.')
  }
}

/** Whether a browser asks for a page to show. */
export const acceptsPage = (headers: HeaderReader): boolean => headers.get('accept')?.includes('text/html') ?? false

/** The scheme is left out: behind a proxy that ends TLS the server does not know it. */
const isOwn = (origin: string, host: string | null): boolean =>
  host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
