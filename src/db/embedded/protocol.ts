import type { LockKey } from './heartbeat.ts'

/** Where the embedded database listens: a socket file that only its owner can reach, or a port of the loopback. */
export type Listen = { readonly path: string } | { readonly host: string; readonly port: number }

/** What the worker of the embedded database is started with. */
export interface WorkerOptions {
  readonly dataFolder: string
  /** A file that occupies disk space, to be released when the disk is full. */
  readonly reserveFile: string
  readonly listen: Listen
  /** The lock that must be held for every write. */
  readonly lock: LockKey
  /** One number, shared: when the running statement was started, by `process.hrtime`; 0 while none runs. */
  readonly busySince: BigInt64Array
}

/** What the worker reports; anything sent to it means "stop". */
export type WorkerMessage =
  | { readonly kind: 'ready' | 'stopped' }
  /** It could not start; with the last lines that PostgreSQL logged, and whether a write found no space. */
  | { readonly kind: 'failed'; readonly log: readonly string[]; readonly hadNoSpace: boolean }

/** Exit codes of the worker. */
export const exitCodes = {
  /** PostgreSQL stopped by itself; the next start recovers from the write-ahead log. */
  crashed: 70,
  /** Another process has taken the data folder over. */
  lockLost: 71,
}
