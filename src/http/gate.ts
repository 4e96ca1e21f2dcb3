import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../access/authenticate.ts'
import type { TakeShare } from '../limits/tokenBuckets.ts'
import { type Caller, requireCaller } from '../shared/caller.ts'
import { ExpectedError } from '../shared/errors.ts'
import type { Limits } from '../shared/limits.ts'
import { checkBody } from './bodies.ts'
import { answerError } from './errorAnswer.ts'
import { acceptsPage, type CheckHost, type CheckOrigin } from './hosts.ts'
import { requestIdOf } from './requestId.ts'
import { recordOf } from './requestRecord.ts'

/** What every request has to pass. */
export interface GateOptions {
  readonly checkHost: CheckHost
  readonly checkOrigin: CheckOrigin
  readonly checkLoad: () => void
  readonly authenticate: Authenticate
  readonly takeShare: TakeShare
  readonly limits: Limits
  /** Paths that answer without a caller and under any load. */
  readonly openPaths: ReadonlySet<string>
  readonly graphqlPath: string
  /** The page for a browser on the path of GraphQL. */
  readonly answerPage: () => Response
}

/** The name that a caller's share is counted under: nobody in particular is counted by address. */
export const shareNameOf = ({ kind, name }: Caller, address: string): string =>
  kind === 'jwt' || kind === 'token' ? `${kind} ${name}` : address

/** The address that a request came from; behind a proxy, the proxy's. */
export const addressOf = (serverContext: object): string => {
  // Node's server puts its own request there; a request that was made without a server has none.
  const { req } = serverContext as { req?: { socket?: { remoteAddress?: string } } }
  return req?.socket?.remoteAddress ?? 'local'
}

/** Lets requests pass, each with its caller, or answers them here and now. */
export const useGate = (options: GateOptions): Plugin => {
  const { checkHost, checkOrigin, checkLoad, authenticate, takeShare, limits, openPaths, graphqlPath } = options

  const pass = async (request: Request, pathname: string, address: string): Promise<Response | undefined> => {
    checkHost(request.headers)
    if (openPaths.has(pathname)) return undefined
    checkOrigin(request)
    const isGraphql = pathname === graphqlPath
    if (isGraphql && isForPage(request)) return options.answerPage()
    checkLoad()
    if (isGraphql) checkBody(request, limits.maxRecordingBodyBytes)
    const record = recordOf(request)
    try {
      record.caller = await authenticate(request.headers.get('authorization'))
      requireCaller(record.caller)
    } catch (error) {
      takeShare(address)
      throw error
    }
    takeShare(shareNameOf(record.caller, address))
    return undefined
  }

  return {
    onRequest: async ({ request, url, serverContext, endResponse }) => {
      if (request.method === 'OPTIONS') return
      try {
        const response = await pass(request, url.pathname, addressOf(serverContext ?? {}))
        if (response) endResponse(response)
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error
        recordOf(request).errorCodes.add(error.code)
        endResponse(answerError(error, requestIdOf(request), url.pathname === graphqlPath))
      }
    },
  }
}

const isForPage = ({ method, headers, url }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && acceptsPage(headers) && !new URL(url).searchParams.has('query')
