import type { Limits } from '../../config/limits.ts'
import { type ExpectedError, tryAgain } from '../../shared/errors.ts'
import { makeConcurrencyLimiter } from '../limits/concurrency.ts'

/** A stream that the server can end. */
export interface Endable {
  /** Ends the stream with an error. */
  end(error: ExpectedError): void
}

/** The open subscriptions of a process. */
export interface OpenStreams {
  /**
   * Takes a place for a subscription of a caller.
   * @returns functions that register its stream, and that release the place. Further calls of it have no effect.
   * @throws RATE_LIMITED or SERVICE_UNAVAILABLE if no place is free.
   */
  take(caller: string): { add(stream: Endable): void; release(): void }
  /** The number of places that are taken. */
  count(): number
  /** Ends all streams with an error, and those that are added later. */
  endAll(error: ExpectedError): void
}

/** Creates the limits of open subscriptions, of all callers and of each one. */
export const makeOpenStreams = ({
  maxSubscriptions,
  subscriptionsPerCaller,
}: Pick<Limits, 'maxSubscriptions' | 'subscriptionsPerCaller'>): OpenStreams => {
  const limiter = makeConcurrencyLimiter('subscriptions', {
    max: subscriptionsPerCaller,
    setting: 'SUBSCRIPTIONS_PER_CALLER',
  })
  const open = new Set<Endable>()
  let taken = 0
  let endError: ExpectedError | undefined
  return {
    take: (caller) => {
      if (endError) throw endError
      if (taken >= maxSubscriptions)
        throw tryAgain(
          'SERVICE_UNAVAILABLE',
          `The server has ${taken} open subscriptions: at most ${maxSubscriptions} are allowed (MAX_SUBSCRIPTIONS). Try again later.`,
          5,
        )
      const releaseSlot = limiter.acquire(caller)
      taken += 1
      let stream: Endable | undefined
      let isReleased = false
      return {
        add: (added) => {
          stream = added
          open.add(added)
          if (endError) added.end(endError)
        },
        release: () => {
          if (isReleased) return
          isReleased = true
          taken -= 1
          releaseSlot()
          if (stream) open.delete(stream)
        },
      }
    },
    count: () => taken,
    endAll: (error) => {
      endError = error
      for (const stream of [...open]) stream.end(error)
    },
  }
}
