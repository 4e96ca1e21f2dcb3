import { LRUCache } from 'lru-cache'
import { minute } from '../../shared/duration.ts'
import { tryAgain } from '../../shared/errors.ts'

/** Maximum number of callers that are remembered. A forgotten caller starts again with a full bucket. */
const maxCallers = 10_000
/** The burst size: the number of seconds whose requests a caller may send at once. */
const burstSeconds = 10

interface Bucket {
  tokens: number
  filledAt: number
}

/** Limits the rate of requests of each caller. */
export interface RateLimiter {
  /** Takes one request from a caller's bucket. @throws RATE_LIMITED, with the seconds to wait, if none is left. */
  take(caller: string): void
  /** Returns a request that was taken and should not count. */
  refund(caller: string): void
}

/**
 * Creates the limit of requests per minute of each caller. Bursts of up to 10 s worth of requests are allowed.
 * @param perMinute requests per minute; 0 for no limit.
 * @param now returns monotonic time in milliseconds.
 */
export const makeRateLimiter = (perMinute: number, now: () => number): RateLimiter => {
  if (perMinute === 0) return { take: () => undefined, refund: () => undefined }
  const perMs = perMinute / minute
  const burst = Math.max(1, Math.floor(perMs * 1000 * burstSeconds))
  const buckets = new LRUCache<string, Bucket>({ max: maxCallers })
  return {
    take: (caller) => {
      const time = now()
      const bucket = buckets.get(caller) ?? { tokens: burst, filledAt: time }
      bucket.tokens = Math.min(burst, bucket.tokens + (time - bucket.filledAt) * perMs)
      bucket.filledAt = time
      buckets.set(caller, bucket)
      if (bucket.tokens < 1) {
        const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000))
        throw tryAgain(
          'RATE_LIMITED',
          `${JSON.stringify(caller)} exceeded the rate limit of ${perMinute} requests per minute (RATE_LIMIT) or a burst of ${burst} requests. Try again in ${seconds} s.`,
          seconds,
        )
      }
      bucket.tokens -= 1
    },
    refund: (caller) => {
      const bucket = buckets.get(caller)
      if (bucket) bucket.tokens = Math.min(burst, bucket.tokens + 1)
    },
  }
}
