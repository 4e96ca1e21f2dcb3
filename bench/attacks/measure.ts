import { setTimeout as sleep } from 'node:timers/promises'
import { round } from '../measure.ts'
import type { Usage } from '../probe.ts'
import type { ServerProcess } from '../serverProcess.ts'
import type { BenchTable } from '../table.ts'
import type { Attack } from './attack.ts'
import { makeAgent, type Outcome, sendAttack } from './send.ts'

/** Maximum stall of the event loop, in milliseconds. */
const maxStallMs = 100
/** Maximum retained bytes after an attack: caches fill up, and the heap differs between collections. */
const maxGrowth = 10e6
/** A stall counts if it occurs in each of these trials, since a single one may be caused by the machine. */
const maxTrials = 3
/** Milliseconds of a stall that the machine cannot cause. It is not tried again. */
const certainStallMs = 1000
const defaultTimes = 10
/** How often, and after how many milliseconds, memory is read again if it has not been released. */
const settleTimes = 5
const settleMs = 1000

/** The effect of attacks on a server. */
export interface AttackResult {
  readonly attack: string
  readonly outcomes: readonly Outcome[]
  /** Processor time of the server for each request, in milliseconds, in order. */
  readonly processorMs: readonly number[]
  readonly stallMs: number
  /** Retained bytes of objects and buffers. */
  readonly growth: number
  /** Growth of the peak memory of the process, in bytes. */
  readonly peakGrowth: number
  /** Violations of the limits. */
  readonly problems: readonly string[]
}

/** Sends an attack repeatedly, and measures its effect on the server. */
export const measureAttack = async (server: ServerProcess, attack: Attack): Promise<AttackResult> => {
  const before = await server.readUsage()
  let best = await tryAttack(server, attack, 0)
  const isDoubtful = () => best.stallMs > maxStallMs && best.stallMs < certainStallMs
  for (let trial = 1; trial < maxTrials && isDoubtful(); trial += 1) {
    const again = await tryAttack(server, attack, trial)
    if (again.stallMs < best.stallMs) best = again
  }
  const after = await readSettled(server, before)
  const growth = after.heap - before.heap
  const { outcomes, stallMs } = best
  const problems = [...findProblems(attack, outcomes), ...findExceededLimits(stallMs, growth)]
  console.log(`${attack.name}: ${Math.round(stallMs)} ms of stall${problems.map((problem) => `, ${problem}`).join('')}`)
  return { attack: attack.name, ...best, growth, peakGrowth: after.peak - before.peak, problems }
}

/**
 * The resource usage of the server after it has released completed requests. Memory that is still held after a while is
 * retained.
 */
export const readSettled = async (server: ServerProcess, before: Usage): Promise<Usage> => {
  let after = await server.readUsage()
  for (let time = 0; time < settleTimes && after.heap - before.heap > maxGrowth; time += 1) {
    await sleep(settleMs)
    after = await server.readUsage()
  }
  return after
}

/** Returns the problems of a stall and of retained memory. */
export const findExceededLimits = (stallMs: number, growth: number): string[] => [
  ...(stallMs > maxStallMs ? [`a stall of more than ${maxStallMs} ms`] : []),
  ...(growth > maxGrowth ? [`memory grows by more than ${maxGrowth / 1e6} MB`] : []),
]

const tryAttack = async (server: ServerProcess, attack: Attack, trial: number) => {
  const agent = makeAgent()
  const outcomes: Outcome[] = []
  const processorMs: number[] = []
  let stallMs = 0
  let { processor } = await server.readActivity()
  for (let time = 0; time < (attack.times ?? defaultTimes); time += 1) {
    outcomes.push(await sendAttack(server.url, attack, trial, agent))
    const activity = await server.readActivity()
    const usedMs = (activity.processor - processor) * 1000
    processorMs.push(usedMs)
    processor = activity.processor
    // Time in which the process did not compute was spent waiting for a processor on a busy machine.
    stallMs = Math.max(stallMs, Math.min(activity.stallMs, usedMs))
  }
  agent.destroy()
  return { outcomes, processorMs, stallMs }
}

const findProblems = ({ forbidden }: Attack, outcomes: readonly Outcome[]): string[] => {
  const problems = outcomes.flatMap(({ status, code, hasData, hasStack }) => [
    ...(status >= 500 && status !== 503 ? [`status ${status}`] : []),
    ...(code === 'INTERNAL_SERVER_ERROR' ? ['an internal error'] : []),
    ...(hasStack ? ['a stack trace in the response'] : []),
    ...(forbidden && hasData ? ['data in place of a rejection'] : []),
  ])
  return [...new Set(problems)]
}

/**
 * Formats result as rows of a table. Attacks of a group without problems share a row with the worst value of each
 * column.
 */
export const tabulate = (attackResults: readonly AttackResult[], group?: string): BenchTable => {
  const passed = group === undefined ? [] : attackResults.filter(({ problems }) => problems.length === 0)
  const others = attackResults.filter((result) => !passed.includes(result))
  const rows = others.map((result) => [result.attack, describe([result])] as const)
  if (passed.length > 0) rows.unshift([`${group} (${passed.length})`, describe(passed)])
  return Object.fromEntries(rows)
}

const describe = (attackResults: readonly AttackResult[]): BenchTable[string] => {
  const worst = (read: (result: AttackResult) => number | undefined) =>
    round(Math.max(...attackResults.map((result) => read(result) ?? Number.NEGATIVE_INFINITY)))
  const problems = new Set(attackResults.flatMap((result) => result.problems))
  const responses = new Set(
    attackResults.flatMap(({ outcomes }) =>
      outcomes.map(({ status, code, hasData }) => `${status || 'closed'} ${code ?? (hasData ? 'data' : '')}`.trim()),
    ),
  )
  return {
    response: [...responses].join(', '),
    'MB of it': worst(({ outcomes }) => Math.max(0, ...outcomes.map(({ bytes }) => bytes)) / 1e6),
    'CPU ms, 1st': worst(({ processorMs }) => processorMs[0]),
    '4th': worst(({ processorMs }) => processorMs[3] ?? processorMs.at(-1)),
    last: worst(({ processorMs }) => processorMs.at(-1)),
    'stall ms': worst(({ stallMs }) => stallMs),
    'MB left': worst(({ growth }) => growth / 1e6),
    'MB more at peak': worst(({ peakGrowth }) => peakGrowth / 1e6),
    'within limits': problems.size === 0 ? 'yes' : `NO: ${[...problems].join(', ')}`,
  }
}
