import { quote } from '../../shared/errors.ts'
import { RejectedRequest } from './errorResponse.ts'
import type { HeaderReader } from './incoming.ts'

/** The header by which a client requests statistics about the statements of its operation. */
export const statsHeader = 'X-Botlens-Stats'
/** The header by which a client requests that all statements of its query read one snapshot of the database. */
export const snapshotHeader = 'X-Botlens-Snapshot'

/**
 * Whether a request has one of these headers.
 * @throws RejectedRequest (400) for a value other than `1`.
 */
export const isRequested = (headers: HeaderReader, header: string): boolean => {
  const value = headers.get(header)
  if (value !== null && value !== '1')
    throw new RejectedRequest(400, `The header ${header} is ${quote(value)}: send 1, or omit the header.`)
  return value !== null
}
