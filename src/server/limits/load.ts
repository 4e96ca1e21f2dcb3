import type { Limits } from '../../config/limits.ts'
import { type ExpectedError, tryAgain } from '../../shared/errors.ts'
import { type Lag, measureLag } from './lag.ts'

/** The load of the process. */
export interface Load {
  /**
   * Counts a request whose processing begins.
   * @returns a function that ends it. Further calls have no effect.
   * @throws SERVICE_UNAVAILABLE while the server is overloaded.
   */
  begin(): () => void
  /** The number of requests that are being processed or whose response is being sent. */
  inFlight(): number
  /** The lag of the event loop in its latest turn, in milliseconds. */
  delayMs(): number
}

/**
 * Creates the limit of concurrent requests. The lag of the event loop counts only while other requests are in flight,
 * and only if it persists: an idle server accepts everything after a single stall.
 */
export const watchLoad = ({ maxInFlight, maxEventLoopDelayMs }: Limits, lag: Lag = measureLag()): Load => {
  let running = 0
  const makeOverloadError = (reason: string): ExpectedError =>
    tryAgain('SERVICE_UNAVAILABLE', `The server is overloaded: ${reason}. Try again later.`, 1)
  return {
    begin: () => {
      if (running >= maxInFlight) throw makeOverloadError(`${running} requests are in flight (MAX_IN_FLIGHT)`)
      const delay = lag.sustainedMs()
      if (running > 0 && delay > maxEventLoopDelayMs)
        throw makeOverloadError(
          `the event loop delay is ${Math.round(delay)} ms (MAX_EVENT_LOOP_DELAY_MS is ${maxEventLoopDelayMs})`,
        )
      running += 1
      let open = true
      return () => {
        if (open) running -= 1
        open = false
      }
    },
    inFlight: () => running,
    delayMs: lag.latestMs,
  }
}
