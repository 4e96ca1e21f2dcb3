import { setTimeout as delay } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { runOutsideScope } from '../../shared/requestScope.ts'
import type { Db } from '../client.ts'
import type { Probe } from './probe.ts'
import type { Replica, ReplicaState, ReplicaStatus } from './replica.ts'
import { makeSamples } from './samples.ts'

/** Milliseconds between two checks of the primary and its replicas. */
const checkInterval = 500
/** Milliseconds that an operation waits for a replica to replay the caller's own changes. */
const patience = 100
/** Milliseconds between two checks while an operation waits. */
const waitInterval = 5
/** Maximum number of callers whose last change is remembered. */
const maxCallers = 10_000
/** Milliseconds for which a change is remembered. A replica that is further behind is not read. */
const rememberedFor = 600_000

/** A database that an operation reads from. */
export interface Reader {
  /** The client of the replica. */
  readonly prisma: Db
  readonly replica: number
  /** Everything that was committed before this time is included. */
  readonly asOf: Date
  /** The position in the write-ahead log that the replica has replayed at least. */
  readonly position: string | null
}

/** Chooses where operations read. */
export interface Readers {
  /**
   * Chooses a replica for an operation of a caller: one that is not too far behind, and that has replayed the caller's
   * own changes. Waits briefly for the latter. Undefined if the operation has to read from the primary.
   */
  choose(caller: string): Promise<Reader | undefined>
  /** Remembers that changes of a caller have been committed. */
  noteChange(caller: string): void
  /** Stops reading from a replica that failed, until its next successful check. */
  suspend(reader: Reader): void
  states(): readonly ReplicaState[]
  /** How often each has been chosen. */
  choices(): { readonly primary: number; readonly replica: number }
  close(): Promise<void>
}

/** Options of the choice. */
export interface ReadersOptions {
  readonly primary: Probe
  readonly replicas: readonly Replica[]
  /** Milliseconds by which a replica may be behind the primary. */
  readonly maxLagMs: number
  /** Called when a replica begins or ceases to be read, with the error of its check if that failed. */
  readonly onChange: (state: ReplicaState, error: unknown) => void
}

/** Shares runs of a function: a caller waits for a run that began at the given time or later. */
const shareRuns = (work: () => Promise<void>) => {
  let last = { begun: Number.NEGATIVE_INFINITY, done: Promise.resolve() }
  return (since: number): Promise<void> => {
    if (last.begun >= since) return last.done
    const previous = last.done
    const begin = () => {
      next.begun = performance.now()
      return work()
    }
    const next = { begun: Number.POSITIVE_INFINITY, done: previous.then(begin, begin) }
    last = next
    return next.done
  }
}

/** Starts checking replicas, and resolves after the first check of each. */
export const startReaders = async ({ primary, replicas, maxLagMs, onChange }: ReadersOptions): Promise<Readers> => {
  const samples = makeSamples()
  const changes = new LRUCache<string, number>({ max: maxCallers, ttl: rememberedFor })
  const reported = new Map<Replica, ReplicaStatus>()
  const closed = new AbortController()
  const choices = { primary: 0, replica: 0 }
  let cluster = ''
  let next = 0

  /** The time as of which a replica is current, in monotonic time. */
  const timeOf = (replica: Replica): number | undefined => {
    const position = replica.position()
    return position === undefined ? undefined : samples.timeOf(position)
  }
  /** Milliseconds that a replica was behind at the last check of the primary, which may be unavailable now. */
  const lagOf = (replica: Replica): number | undefined => {
    const newest = samples.newest()
    if (newest === undefined || replica.position() === undefined) return undefined
    return newest - (timeOf(replica) ?? samples.oldest() ?? newest)
  }
  const statusOf = (replica: Replica): ReplicaStatus => {
    const problem = replica.problem()
    if (problem) return problem
    return timeOf(replica) !== undefined && (lagOf(replica) ?? maxLagMs + 1) <= maxLagMs ? 'used' : 'lagging'
  }
  const stateOf = (replica: Replica): ReplicaState => {
    const lag = lagOf(replica)
    return {
      number: replica.number,
      status: statusOf(replica),
      lagSeconds: lag === undefined ? null : Math.round(lag) / 1000,
    }
  }

  const samplePrimary = shareRuns(async () => {
    const at = performance.now()
    const replayed = replicas.map((replica) => replica.position())
    const state = await primary.read()
    cluster = state.cluster
    for (const [index, position] of replayed.entries())
      if (position !== undefined && position > state.position) replicas[index]?.noteAhead(position)
    samples.add(at, state.position)
  })
  const checkReplicas = shareRuns(async () => {
    await Promise.all(replicas.map((replica) => replica.check(cluster)))
    for (const replica of replicas) {
      const state = stateOf(replica)
      if (reported.get(replica) === state.status) continue
      reported.set(replica, state.status)
      onChange(state, replica.failure())
    }
  })
  const check = async (): Promise<void> => {
    await samplePrimary(performance.now()).catch(() => undefined)
    await checkReplicas(performance.now())
  }
  const watch = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      await delay(checkInterval, undefined, { signal: closed.signal, ref: false }).catch(() => undefined)
      if (!closed.signal.aborted) await check()
    }
  }

  const pick = (since: number): Reader | undefined => {
    const fresh = replicas.filter((replica) => statusOf(replica) === 'used' && (timeOf(replica) ?? 0) >= since)
    const replica = fresh[next++ % fresh.length]
    if (!replica) return undefined
    const asOf = new Date(Date.now() - (performance.now() - (timeOf(replica) ?? 0)))
    return { prisma: replica.db.prisma, replica: replica.number, asOf, position: replica.describePosition() }
  }
  const waitFor = async (since: number): Promise<Reader | undefined> => {
    const deadline = performance.now() + patience
    const untilDeadline = async (work: Promise<void>): Promise<void> => {
      await Promise.race([work.catch(() => undefined), delay(Math.max(0, deadline - performance.now()))])
    }
    await untilDeadline(samplePrimary(since))
    for (;;) {
      await untilDeadline(checkReplicas(performance.now()))
      const reader = pick(since)
      if (reader || performance.now() >= deadline) return reader
      await delay(waitInterval)
    }
  }

  await check()
  // Only a later position of the primary shows that none is ahead of it.
  await samplePrimary(performance.now()).catch(() => undefined)
  const watching = runOutsideScope(watch)
  return {
    choose: async (caller) => {
      const since = changes.get(caller) ?? Number.NEGATIVE_INFINITY
      const isAnyUsed = replicas.some((replica) => statusOf(replica) === 'used')
      const reader = pick(since) ?? (isAnyUsed ? await runOutsideScope(() => waitFor(since)) : undefined)
      choices[reader ? 'replica' : 'primary'] += 1
      return reader
    },
    noteChange: (caller) => {
      changes.set(caller, performance.now())
    },
    suspend: ({ replica: number }) => {
      replicas.find((replica) => replica.number === number)?.suspend()
      choices.primary += 1
    },
    states: () => replicas.map(stateOf),
    choices: () => ({ ...choices }),
    close: async () => {
      closed.abort()
      await watching
      await Promise.all([...replicas.map((replica) => replica.close()), primary.close()])
    },
  }
}
