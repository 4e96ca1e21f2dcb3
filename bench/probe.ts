import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Loaded into a server process with --import. Reports the resource usage of the process to the benchmark over IPC.

/** The resource usage of a server process. */
export interface Usage {
  /** Peak memory so far, in bytes. */
  readonly peak: number
  /** Current memory, in bytes. */
  readonly resident: number
  /** Memory of objects and buffers after a collection, in bytes. */
  readonly heap: number
  /** The number of active handles: sockets, timers and the like. */
  readonly handles: number
  /** Processor time of all threads so far, in seconds. */
  readonly processor: number
}

/** The activity of a server process since the previous report. */
export interface Activity {
  /** Processor time of all threads so far, in seconds. */
  readonly processor: number
  /** The longest stall of its event loop since the previous report, in milliseconds. */
  readonly stallMs: number
}

/** A request to the probe: `activity` costs almost nothing, `usage` collects garbage first. */
export type ProbeRequest = 'activity' | 'usage'

const resolutionMs = 1

const makeCollector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  return () => {
    if (typeof collect === 'function') collect()
  }
}

const readProcessor = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Reports on this process over IPC until its parent exits. */
const reportUsage = (): void => {
  const collect = makeCollector()
  const loop = monitorEventLoopDelay({ resolution: resolutionMs })
  loop.enable()
  const requests: Readonly<Record<ProbeRequest, () => Usage | Activity>> = {
    activity: () => {
      const stallMs = loop.count > 0 ? Math.max(0, loop.max / 1e6 - resolutionMs) : 0
      loop.reset()
      return { processor: readProcessor(), stallMs }
    },
    usage: () => {
      collect()
      const { rss, heapUsed, external } = process.memoryUsage()
      return {
        peak: process.resourceUsage().maxRSS * 1024,
        resident: rss,
        heap: heapUsed + external,
        handles: process.getActiveResourcesInfo().length,
        processor: readProcessor(),
      }
    },
  }
  process.on('message', (request: ProbeRequest) => process.send?.(requests[request]()))
  process.on('disconnect', () => process.exit())
  process.channel?.unref()
}

reportUsage()
