import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { type Caller, nobody, requireCaller } from '../../shared/caller.ts'
import { ExpectedError } from '../../shared/errors.ts'
import type { RateLimiter } from '../limits/tokenBuckets.ts'
import type { Authenticate } from './authenticate.ts'

/** Authenticates a request from an address, and takes it from the caller's share. */
export type Admit = (authorization: string | null, address: string) => Promise<Caller>

/** The name that a caller's share is counted under: callers without an identity are counted by address. */
export const shareNameOf = ({ kind, name }: Caller, address: string): string =>
  kind === 'jwt' || kind === 'token' ? `${kind} ${name}` : address

/** Makes the admission of requests that need no credentials: they are taken from the share of their address. */
export const makeOpenAdmission =
  ({ take }: RateLimiter): Admit =>
  async (_authorization, address) => {
    take(address)
    return nobody
  }

/** The most credentials that are remembered as accepted, by their hash. */
const maxKnown = 10_000

const isRejected = (error: unknown): boolean => error instanceof ExpectedError && error.code === 'UNAUTHENTICATED'

/**
 * Makes the check of who sends a request and of how many they send. A request is taken from a share before its
 * credentials are looked up, so that those over the limit never reach the database:
 *
 * - Unknown credentials are taken from the share of their address, which gets the request back once they are accepted.
 *   Guesses of tokens are looked up only as often as the limit of their address allows.
 * - Credentials that were accepted before are taken from the share of their caller alone. Guesses from behind a proxy
 *   therefore do not lock out known callers with the same address. Once they are rejected they are unknown again.
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
      // Credentials that cannot be checked at the moment are no fault of the caller.
      if (!isRejected(error)) limiter.refund(share)
      else if (shares.delete(key)) limiter.take(address)
      throw error
    }
    const name = shareNameOf(caller, address)
    if (name !== share) {
      // Remembered first: a caller over the limit is rejected from now on without another look-up.
      shares.set(key, name)
      limiter.refund(share)
      limiter.take(name)
    }
    return caller
  }
}
