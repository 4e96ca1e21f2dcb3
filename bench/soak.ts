import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench, BenchOptions } from './bench.ts'
import { median, quantile, round } from './measure.ts'
import { startServeCommand } from './serverProcess.ts'
import { startLoad } from './soakLoad.ts'
import type { BenchTable } from './table.ts'

/** The default duration in minutes. */
const defaultMinutes = 30
/** The share of initial samples that do not count, since caches fill up. */
const warmUpShare = 0.2

/** A sample of a part of the run. */
interface Sample {
  /** Seconds since the start. */
  readonly at: string
  readonly row: BenchTable[string]
  readonly heap: number
  readonly resident: number
  readonly handles: number
  readonly errors: number
}

/**
 * Runs mixed load with attacks, and returns the resource usage of the server and the number of failed requests over
 * time. The last row contains whether these are stable. If not, the exit code is 1.
 */
export const benchSoak = async (bench: Bench, { minutes = defaultMinutes }: BenchOptions): Promise<BenchTable> => {
  const server = await startServeCommand(await bench.filled(100_000), { RATE_LIMIT: '0' })
  const load = startLoad(server.url)
  const samples: Sample[] = []
  const seconds = minutes * 60
  // About thirty samples, five seconds to a minute apart.
  const interval = Math.min(60, Math.max(5, seconds / 30))
  const started = performance.now()
  let { processor: before } = await server.readActivity()
  while (performance.now() - started < seconds * 1000) {
    await sleep(interval * 1000)
    const { stallMs } = await server.readActivity()
    const { heap, resident, handles, processor } = await server.readUsage()
    // The garbage collection of reading memory is not a stall caused by the server.
    await server.readActivity()
    const { times, attacks, errors } = load.take()
    const row = {
      requests: times.length,
      attacks,
      errors: [...errors].map(([kind, count]) => `${count} × ${kind}`).join(', ') || 0,
      'median ms': round(median(times)),
      'p99 ms': round(quantile(times, 0.99)),
      'stall ms': round(stallMs),
      'heap MB': round(heap / 1e6),
      'memory MB': round(resident / 1e6),
      handles,
      'CPU s': round(processor - before),
    }
    before = processor
    const sum = [...errors.values()].reduce((total, count) => total + count, 0)
    const at = `${Math.round((performance.now() - started) / 1000)} s`
    samples.push({ at, row, heap, resident, handles, errors: sum })
    console.log(at, JSON.stringify(row))
  }
  await load.stop()
  await server.stop()
  const table: BenchTable = Object.fromEntries(samples.map(({ at, row }) => [at, row]))
  const trend = describeTrend(samples)
  if (Object.values(trend).some((text) => text.startsWith('NO'))) process.exitCode = 1
  return { ...table, 'flat?': trend }
}

/** Whether memory, handles and errors are stable: the medians of the first and last third after the warm-up. */
const describeTrend = (samples: readonly Sample[]): Readonly<Record<string, string>> => {
  const counted = samples.slice(Math.floor(samples.length * warmUpShare))
  const third = Math.max(1, Math.floor(counted.length / 3))
  const compare = (read: (sample: Sample) => number, factor: number, extra: number): string => {
    const [first, last] = [counted.slice(0, third), counted.slice(-third)].map((part) => median(part.map(read)))
    if (first === undefined || last === undefined) return 'NO: nothing was measured'
    return `${last <= first * factor + extra ? 'yes' : 'NO'}: ${round(first)} to ${round(last)}`
  }
  return {
    errors: compare(({ errors }) => errors, 1, 0),
    'heap MB': compare(({ heap }) => heap / 1e6, 1.1, 5),
    'memory MB': compare(({ resident }) => resident / 1e6, 1.2, 20),
    handles: compare(({ handles }) => handles, 1.2, 5),
  }
}
