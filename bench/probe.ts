import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Loaded into a server's process with --import: it tells the benchmark, over IPC, what the process uses.

/** What a server's process uses. */
export interface Usage {
  /** The most memory that it had so far, in bytes. */
  readonly peak: number
  /** The memory that it has now, in bytes. */
  readonly resident: number
  /** What its objects and buffers take after a collection, in bytes. */
  readonly heap: number
  /** What keeps it alive: sockets, timers and the like. */
  readonly handles: number
  /** Seconds of processor time that all its threads took so far. */
  readonly processor: number
}

/** What a server's process did since the last time it was asked. */
export interface Activity {
  /** Seconds of processor time that all its threads took so far. */
  readonly processor: number
  /** The longest time that its event loop stood still since the last report, in milliseconds. */
  readonly stallMs: number
}

/** What a process can be asked for: `activity` costs next to nothing, `usage` collects garbage first. */
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

/** Reports on this process over IPC until its parent is gone. */
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
