import type { Limits } from '../../config/limits.ts'
import { type ExpectedError, tryAgain } from '../../shared/errors.ts'
import { type Lag, measureLag } from './lag.ts'

/** How busy the process is. */
export interface Load {
  /**
   * Counts a request that begins to be processed.
   * @returns what ends it; more calls than one change nothing.
   * @throws SERVICE_UNAVAILABLE while the server is overloaded.
   */
  begin(): () => void
  /** Requests that are being processed, or whose response is being sent. */
  inFlight(): number
  /** Milliseconds that the event loop was late with its last turn. */
  delayMs(): number
}

/**
 * Makes the limit of requests that are processed at once. The lag of the event loop counts only while other requests
 * are in flight, and only where it lasts: after a single stall an idle server accepts everything.
 */
export const watchLoad = ({ maxInFlight, maxEventLoopDelayMs }: Limits, lag: Lag = measureLag()): Load => {
  let running = 0
  const reject = (reason: string): ExpectedError =>
    tryAgain('SERVICE_UNAVAILABLE', `The server is overloaded: ${reason}. Try again later.`, 1)
  return {
    begin: () => {
      if (running >= maxInFlight) throw reject(`${running} requests are in flight (MAX_IN_FLIGHT)`)
      const delay = lag.sustainedMs()
      if (running > 0 && delay > maxEventLoopDelayMs)
        throw reject(
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
