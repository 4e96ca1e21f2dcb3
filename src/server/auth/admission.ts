import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { anonymousCaller, type Caller, requireCaller } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import type { RateLimiter } from '../limits/tokenBuckets.ts'
import type { Authenticate } from './authenticate.ts'

/** Authenticates a request from an address, and counts it against the caller's rate limit. */
export type Admit = (authorization: string | null, address: string) => Promise<Caller>

/** The name that a caller's requests are counted under: callers without an identity are counted by address. */
export const shareNameOf = ({ kind, name }: Caller, address: string): string =>
  kind === 'jwt' || kind === 'token' ? `${kind} ${name}` : address

/** Creates the admission of requests that need no credentials: they are counted by address. */
export const makeOpenAdmission =
  ({ take }: RateLimiter): Admit =>
  async (_authorization, address) => {
    take(address)
    return anonymousCaller
  }

/** Maximum number of accepted credentials that are remembered, by their hash. */
const maxKnown = 10_000

const isRejected = (error: unknown): boolean => error instanceof ExpectedError && error.code === 'UNAUTHENTICATED'

/**
 * Creates the check of a request's credentials and rate. A request is counted before its credentials are looked up, so
 * that requests over the limit never reach the database:
 *
 * - Unknown credentials are counted against the limit of their address, and refunded once they are accepted. Guessed
 *   tokens are therefore looked up only as often as the limit of their address allows.
 * - Credentials that were accepted before are counted against the limit of their caller only. Guesses from behind a
 *   proxy therefore do not block known callers with the same address. Credentials that are rejected become unknown
 *   again.
 *
 * @throws UNAUTHENTICATED without accepted credentials, RATE_LIMITED over the limit.
 */
export const makeAdmission = (authenticate: Authenticate, limiter: RateLimiter): Admit => {
  const shares = new LRUCache<string, string>({ max: maxKnown })

  const identify = async (authorization: string | null): Promise<Caller> => {
    const caller = await authenticate(authorization)
    requireCaller(caller)
    return caller
  }

  return async (authorization, address) => {
    const key = authorization === null ? '' : hash('sha256', authorization, 'base64')
    const share = shares.get(key) ?? address
    limiter.take(share)
    let caller: Caller
    try {
      caller = await identify(authorization)
    } catch (error) {
      // The caller is not responsible for credentials that cannot be checked at the moment.
      if (!isRejected(error)) limiter.refund(share)
      else if (shares.delete(key)) limiter.take(address)
      throw error
    }
    const name = shareNameOf(caller, address)
    if (name !== share) {
      // Remembered first, so that a caller over the limit is rejected without another look-up.
      shares.set(key, name)
      limiter.refund(share)
      limiter.take(name)
    }
    return caller
  }
}
