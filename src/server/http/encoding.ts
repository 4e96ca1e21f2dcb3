import Negotiator from 'negotiator'
import type { HeaderReader } from './incoming.ts'

/** Whether a client prefers a gzip-compressed response. */
export const acceptsGzip = (headers: HeaderReader): boolean => {
  const accepted = { headers: { 'accept-encoding': headers.get('accept-encoding') ?? '' } }
  return new Negotiator(accepted).encoding(['gzip', 'identity']) === 'gzip'
}
