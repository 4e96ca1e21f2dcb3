import { type Database, type DatabaseOptions, openDatabase } from '../database.ts'
import { formatPosition, type LogPosition } from './position.ts'
import { makeProbe } from './probe.ts'

/** Whether a replica is read, and why not. */
export type ReplicaStatus = 'used' | 'lagging' | 'unavailable' | 'not a replica of the primary'

/** The state of a replica, as it is reported. */
export interface ReplicaState {
  /** Its number, from 1, in the order of the setting. */
  readonly number: number
  readonly status: ReplicaStatus
  /** Seconds by which it is behind the primary; null if that is unknown. */
  readonly lagSeconds: number | null
}

/** A replica that is read. */
export interface Replica {
  readonly number: number
  readonly db: Database
  /** The position that it has replayed, as of the last check; undefined if the check failed. */
  position(): LogPosition | undefined
  /** Whether the last check succeeded, and what it found otherwise. */
  problem(): Exclude<ReplicaStatus, 'used' | 'lagging'> | undefined
  /** Why the last check failed; undefined if it did not. */
  failure(): unknown
  /** The position as PostgreSQL formats it. */
  describePosition(): string | null
  /** Checks the replica. @param cluster identifies the cluster of its primary. */
  check(cluster: string): Promise<void>
  /**
   * Notes that it has replayed up to a position that its primary has not reached: it is a replica of a former primary,
   * and is not read until it has moved on from there.
   */
  noteAhead(position: LogPosition): void
  /** Treats it as unavailable until the next check. */
  suspend(): void
  close(): Promise<void>
}

/**
 * Opens a replica. It connects with its first check.
 * @param checkTimeoutMs milliseconds that it may take to respond to a check.
 */
export const openReplica = (number: number, options: DatabaseOptions, checkTimeoutMs?: number): Replica => {
  const db = openDatabase(options)
  const probe = makeProbe(options.connection, checkTimeoutMs)
  let position: LogPosition | undefined
  let problem: ReturnType<Replica['problem']> = 'unavailable'
  let failure: unknown
  let aheadAt: LogPosition | undefined
  return {
    number,
    db,
    position: () => position,
    problem: () => problem,
    failure: () => failure,
    describePosition: () => (position === undefined ? null : formatPosition(position)),
    check: async (cluster) => {
      failure = undefined
      const state = await probe.read().catch((error: unknown) => {
        failure = error
      })
      const follows = state?.isReplica && state.cluster === cluster && state.position !== aheadAt
      position = follows ? state.position : undefined
      if (!state) problem = 'unavailable'
      else problem = follows ? undefined : 'not a replica of the primary'
    },
    noteAhead: (at) => {
      aheadAt = at
      position = undefined
      problem = 'not a replica of the primary'
    },
    suspend: () => {
      problem = 'unavailable'
    },
    close: async () => {
      await Promise.all([db.close(), probe.close()])
    },
  }
}
