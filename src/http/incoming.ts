import type { RequestRecord } from './requestRecord.ts'

/** The headers of a request. */
export type HeaderReader = Pick<Headers, 'get'>

/** A request as the server received it, before any of it is interpreted. */
export interface Incoming {
  readonly method: string
  /** The path exactly as it was sent: neither decoded nor normalized, so that no two spellings reach one route. */
  readonly path: string
  /** What follows the first question mark; empty where there is none. */
  readonly search: string
  readonly headers: HeaderReader
  /** The address of the client; behind a proxy, that of the proxy. */
  readonly address: string
  readonly record: RequestRecord
  /** The request of the Fetch API, for GraphQL. Its URL holds the path and query alone, not the `Host`. */
  readonly toRequest: () => Request
  /** Closes the connection in the middle of a response, which tells the client that the response is incomplete. */
  readonly disconnect: () => void
}

/** Splits a request target at its first question mark. */
export const splitTarget = (target: string): Pick<Incoming, 'path' | 'search'> => {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, search: '' } : { path: target.slice(0, mark), search: target.slice(mark + 1) }
}
