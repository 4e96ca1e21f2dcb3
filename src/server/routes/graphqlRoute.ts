import type { RespondWithPage } from '../graphiql/page.ts'
import { type BodyLimits, bodyLimitOf, checkBodyLength, checkBodyType } from '../http/bodies.ts'
import { acceptsPage } from '../http/hosts.ts'
import type { Incoming } from '../http/incoming.ts'
import { documentIdParameter } from '../http/paths.ts'
import { linkRecord } from '../http/requestRecord.ts'
import type { PassGate } from './gate.ts'

/** What the route of GraphQL works with. */
export interface GraphqlRouteOptions {
  readonly passGate: PassGate
  /** The checks of a request for the page, which needs no credentials. */
  readonly passPageGate: PassGate
  readonly limits: BodyLimits
  /** The page for a browser. */
  readonly respondWithPage: RespondWithPage
  /** Executes a request that passed all checks. */
  readonly execute: (request: Request) => Response | Promise<Response>
}

/** Makes the route of GraphQL, which shows GraphiQL to a browser. Nothing else hands requests to the executor. */
export const makeGraphqlRoute =
  ({ passGate, passPageGate, limits, respondWithPage, execute }: GraphqlRouteOptions) =>
  async (incoming: Incoming): Promise<Response> => {
    if (isForPage(incoming)) {
      await passPageGate(incoming)
      return respondWithPage(incoming.headers)
    }
    checkBodyType(incoming)
    await passGate(incoming)
    checkBodyLength(incoming, bodyLimitOf(incoming.record.caller, limits))
    const request = incoming.toRequest()
    linkRecord(request, incoming.record)
    return execute(request)
  }

/** The parameters by which a request names a document to execute. */
const documentParameters = ['query', documentIdParameter, 'extensions']

const isForPage = ({ method, headers, search }: Incoming): boolean => {
  if ((method !== 'GET' && method !== 'HEAD') || !acceptsPage(headers)) return false
  const given = new URLSearchParams(search)
  return !documentParameters.some((name) => given.has(name))
}
