import { quote } from '../../shared/errors.ts'
import { RejectedRequest } from './errorResponse.ts'
import type { HeaderReader } from './incoming.ts'

/** The header by which a client requests statistics about the statements of its operation. */
export const statsHeader = 'X-Botlens-Stats'

/**
 * Whether a client requests statistics.
 * @throws RejectedRequest (400) for a value other than `1`.
 */
export const requestsStats = (headers: HeaderReader): boolean => {
  const value = headers.get(statsHeader)
  if (value !== null && value !== '1')
    throw new RejectedRequest(400, `The header ${statsHeader} is ${quote(value)}: send 1, or omit the header.`)
  return value !== null
}
