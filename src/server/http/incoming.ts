import type { RequestRecord } from './requestRecord.ts'

/** The headers of a request. */
export type HeaderReader = Pick<Headers, 'get'>

/** A request as received, before any of it is interpreted. */
export interface Incoming {
  readonly method: string
  /** The path exactly as sent, neither decoded nor normalized, so that each route has exactly one spelling. */
  readonly path: string
  /** The part after the first question mark; empty if there is none. */
  readonly search: string
  readonly headers: HeaderReader
  /** The address of the client, or of the proxy if there is one. */
  readonly address: string
  readonly record: RequestRecord
  /** Creates the request of the Fetch API, for GraphQL. Its URL contains the path and query only, not the `Host`. */
  readonly toRequest: () => Request
  /** Closes the connection during a response, which signals to the client that the response is incomplete. */
  readonly disconnect: () => void
}

/** Splits a request target at its first question mark. */
export const splitTarget = (target: string): Pick<Incoming, 'path' | 'search'> => {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, search: '' } : { path: target.slice(0, mark), search: target.slice(mark + 1) }
}

/** Reports a response to the log, metrics and traces, with the name of its route and its status. */
export type ReportRequest = (incoming: Incoming, route: string, status: number) => void
