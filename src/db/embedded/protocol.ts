import type { LockKey } from './heartbeat.ts'

/**
 * The address of the embedded database: a socket file that only its owner can access, or a port of the loopback
 * address.
 */
export type Listen = { readonly path: string } | { readonly host: string; readonly port: number }

/** Options of the worker of the embedded database. */
export interface WorkerOptions {
  readonly dataFolder: string
  /** A file that reserves disk space, and is removed when the disk is full. */
  readonly reserveFile: string
  readonly listen: Listen
  /** The lock that must be held for every write. */
  readonly lock: LockKey
  /** A shared number: the start time of the running statement, by `process.hrtime`; 0 if none is running. */
  readonly busySince: BigInt64Array
}

/** A message from the worker. Any message to the worker means "stop". */
export type WorkerMessage =
  | { readonly kind: 'ready' | 'stopped' }
  /**
   * The start failed. Contains the last lines of PostgreSQL's log, and whether a write failed because of a full disk.
   */
  | { readonly kind: 'failed'; readonly log: readonly string[]; readonly hadNoSpace: boolean }

/** Exit codes of the worker. */
export const exitCodes = {
  /** PostgreSQL stopped because of an error. The next start recovers from the write-ahead log. */
  crashed: 70,
  /** Another process has taken over the data folder. */
  lockLost: 71,
}
