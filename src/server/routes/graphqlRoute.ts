import { type BodyLimits, bodyLimitsOf, checkBodyLength, checkBodyType } from '../http/bodies.ts'
import { requestsPage } from '../http/hosts.ts'
import type { Incoming } from '../http/incoming.ts'
import { isRequested, snapshotHeader, statsHeader } from '../http/operationHeaders.ts'
import { documentIdParameter } from '../http/paths.ts'
import { linkRecord } from '../http/requestRecord.ts'
import type { RespondWithFile } from '../http/staticFile.ts'
import type { PassGate } from './gate.ts'

/** Options of the GraphQL route. */
export interface GraphqlRouteOptions {
  readonly passGate: PassGate
  /** The checks of a request for the page, which requires no credentials. */
  readonly passPageGate: PassGate
  readonly limits: BodyLimits
  /** Returns the page for a browser. */
  readonly respondWithPage: RespondWithFile
  /** Executes a request that passed all checks. */
  readonly execute: (request: Request) => Response | Promise<Response>
}

/** Creates the GraphQL route, which responds to browsers with GraphiQL. It is the only caller of the executor. */
export const makeGraphqlRoute =
  ({ passGate, passPageGate, limits, respondWithPage, execute }: GraphqlRouteOptions) =>
  async (incoming: Incoming): Promise<Response> => {
    if (isForPage(incoming)) {
      await passPageGate(incoming)
      return respondWithPage(incoming.headers)
    }
    checkBodyType(incoming)
    await passGate(incoming)
    incoming.record.requestsStats = isRequested(incoming.headers, statsHeader)
    incoming.record.requestsSnapshot = isRequested(incoming.headers, snapshotHeader)
    checkBodyLength(incoming, bodyLimitsOf(incoming.record.caller, limits).bytes)
    const request = incoming.toRequest()
    linkRecord(request, incoming.record)
    return execute(request)
  }

/** The parameters that contain or name a document to execute. */
const documentParameters = ['query', documentIdParameter, 'extensions']

const isForPage = (incoming: Incoming): boolean => {
  if (!requestsPage(incoming)) return false
  const given = new URLSearchParams(incoming.search)
  return !documentParameters.some((name) => given.has(name))
}
