import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Limits } from '../../config/limits.ts'
import { type ExpectedError, tryAgain } from '../../shared/errors.ts'

/** How busy the process is. */
export interface Load {
  /** @throws SERVICE_UNAVAILABLE while there is more to do than can be done. */
  check(): void
  /** Notes that a request is worked on; gives what notes that it no longer is. */
  begin(): () => void
  /** Requests that are worked on now. */
  inFlight(): number
  /** Milliseconds that the process lagged behind lately, on average. */
  delayMs(): number
  stop(): void
}

const sampleMs = 20
const windowMs = 500

/** Watches how many requests are worked on, and how far the process lags behind. */
export const watchLoad = ({ maxInFlight, maxEventLoopDelayMs }: Limits): Load => {
  const histogram = monitorEventLoopDelay({ resolution: sampleMs })
  histogram.enable()
  let delay = 0
  const timer = setInterval(() => {
    delay = histogram.count > 0 ? Math.max(0, histogram.mean / 1e6 - sampleMs) : 0
    histogram.reset()
  }, windowMs).unref()
  let running = 0
  const refuse = (reason: string): ExpectedError =>
    tryAgain('SERVICE_UNAVAILABLE', `The server has more to do than it can: ${reason}. Try again later.`, 1)
  return {
    check: () => {
      if (running >= maxInFlight) throw refuse(`${running} requests are worked on (MAX_IN_FLIGHT)`)
      if (delay > maxEventLoopDelayMs)
        throw refuse(`it lags ${Math.round(delay)} ms behind (MAX_EVENT_LOOP_DELAY_MS is ${maxEventLoopDelayMs})`)
    },
    begin: () => {
      running += 1
      let open = true
      return () => {
        if (open) running -= 1
        open = false
      }
    },
    inFlight: () => running,
    delayMs: () => delay,
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
