import { checkBody } from './bodies.ts'
import type { PassGate } from './gate.ts'
import { acceptsPage, type CheckOrigin } from './hosts.ts'
import type { Incoming } from './incoming.ts'
import { linkRecord } from './requestRecord.ts'

/** What the route of GraphQL works with. */
export interface GraphqlRouteOptions {
  readonly checkOrigin: CheckOrigin
  readonly passGate: PassGate
  readonly maxBodyBytes: number
  /** The page for a browser. */
  readonly answerPage: () => Response
  /** Executes a request that passed all checks. */
  readonly execute: (request: Request) => Response | Promise<Response>
}

/** Makes the route of GraphQL, which shows GraphiQL to a browser. Nothing else hands requests to the executor. */
export const makeGraphqlRoute =
  ({ checkOrigin, passGate, maxBodyBytes, answerPage, execute }: GraphqlRouteOptions) =>
  async (incoming: Incoming): Promise<Response> => {
    if (isForPage(incoming)) {
      checkOrigin(incoming)
      return answerPage()
    }
    checkBody(incoming, maxBodyBytes)
    await passGate(incoming)
    const request = incoming.toRequest()
    linkRecord(request, incoming.record)
    return execute(request)
  }

const isForPage = ({ method, headers, search }: Incoming): boolean =>
  (method === 'GET' || method === 'HEAD') && acceptsPage(headers) && !new URLSearchParams(search).has('query')
