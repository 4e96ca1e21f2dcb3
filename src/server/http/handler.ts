import { Response } from '@whatwg-node/fetch'
import type { Logger } from 'pino'
import { presentFailure } from '../../graphql/presentFailure.ts'
import { ExpectedError, quote, tryAgain } from '../../shared/errors.ts'
import { runInScope } from '../../shared/requestScope.ts'
import { RejectedRequest, respondWithFailure } from './errorResponse.ts'
import { requestsPage } from './hosts.ts'
import type { HeaderReader, Incoming, ReportRequest } from './incoming.ts'
import type { OpenRequests } from './openRequests.ts'
import { makePathLookup, makeReservedCheck } from './paths.ts'
import { setSecurityHeaders } from './securityHeaders.ts'

/** A route of the server. */
export interface Route {
  /** An exact path, or one whose last segment is a `{placeholder}` for any segment. */
  readonly path: string
  /** The allowed methods; undefined if the route checks the method itself. */
  readonly methods?: readonly string[]
  /** Whether its errors have the format of GraphQL; otherwise that of REST. */
  readonly isGraphql?: boolean
  /** Whether it is a page for browsers. Unknown paths that begin like that of any other route are no pages. */
  readonly isPage?: boolean
  readonly respond: (incoming: Incoming) => Response | Promise<Response>
}

/** Options of the handler. */
export interface HandlerOptions {
  readonly routes: readonly Route[]
  /** Responds to browsers that request a page whose path no route has. */
  readonly respondToUnknownPage: Route['respond']
  readonly checkHost: (headers: HeaderReader) => void
  /** Creates the headers that allow pages of other origins to read a response. */
  readonly corsHeaders: (headers: HeaderReader) => Readonly<Record<string, string>>
  readonly report: ReportRequest
  readonly logger: Logger
  readonly requests: OpenRequests
}

/** Handles a request. Never rejects. */
export type Handle = (incoming: Incoming) => Promise<Response>

/**
 * Creates the handler of all requests. It routes by the path as sent, converts any error to one masked response, and
 * adds a request id, headers, a log line and metrics to each response.
 */
export const makeHandler = (options: HandlerOptions): Handle => {
  const { routes, respondToUnknownPage, checkHost, corsHeaders, report, logger, requests } = options
  const findRoute = makePathLookup(routes)
  const paths = routes.map(({ path }) => path)
  const isReserved = makeReservedCheck(routes.filter(({ isPage }) => !isPage))

  const respond = (incoming: Incoming, route: Route | undefined): Response | Promise<Response> => {
    const { method, path, headers } = incoming
    if (!route && (isReserved(path) || !requestsPage(incoming)))
      throw new ExpectedError('NOT_FOUND', `No route matches the path ${quote(path)}.`, { routes: paths })
    checkHost(headers)
    if (!route) return respondToUnknownPage(incoming)
    if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { 'Content-Length': '0' } })
    if (route.methods && !route.methods.includes(method)) {
      const allowed = route.methods.join(', ')
      throw new RejectedRequest(405, `The method ${method} is not allowed for this path. Allowed methods: ${allowed}`, {
        Allow: allowed,
      })
    }
    return route.respond(incoming)
  }

  const respondOrFail = async (incoming: Incoming, route: Route | undefined): Promise<Response> => {
    const { record } = incoming
    try {
      return await respond(incoming, route)
    } catch (error) {
      // A client that disconnected cancels the work. The resulting error is not an error of the server.
      const failure = presentFailure(record.isDisconnected() ? clientDisconnected : error, record.id, (err) =>
        logger.error({ requestId: record.id, err }, 'unexpected error'),
      )
      record.errorCodes.add(failure.code)
      return respondWithFailure(failure, record.id, route?.isGraphql ?? false)
    }
  }

  return async (incoming) => {
    const { path, record, headers } = incoming
    requests.add(record)
    const route = findRoute(path)
    const response = await runInScope(record, () => respondOrFail(incoming, route))
    response.headers.set('X-Request-Id', record.id)
    setSecurityHeaders(response.headers)
    for (const [name, value] of Object.entries(corsHeaders(headers))) response.headers.set(name, value)
    report(incoming, route?.path ?? 'other', record.isDisconnected() ? clientClosedRequest : response.status)
    return response
  }
}

const clientDisconnected = tryAgain('SERVICE_UNAVAILABLE', 'The client closed the connection.', 1)

/** Status, in logs and metrics, of a request whose client closed the connection before there was a response. */
const clientClosedRequest = 499
