import type { Config } from '../../config/config.ts'
import type { DatabaseOptions } from '../database.ts'
import { makeProbe } from './probe.ts'
import { type Readers, type ReadersOptions, startReaders } from './readers.ts'
import { openReplica } from './replica.ts'

/** Options of read replicas. */
export interface OpenReadersOptions
  extends Pick<DatabaseOptions, 'statementTimeoutMs' | 'onConnectionError'>,
    Pick<ReadersOptions, 'onChange'> {
  /** Milliseconds that a server may take to respond to a check; by default 1000. */
  readonly checkTimeoutMs?: number
}

/**
 * Opens the configured read replicas, each with a pool of its own, and checks them once. Undefined if there are none. A
 * replica that is unavailable is left out until it responds.
 */
export const openReaders = async (
  { databaseUrl, poolSize, replicas: { urls, maxLagMs } }: Pick<Config, 'databaseUrl' | 'poolSize' | 'replicas'>,
  { onChange, checkTimeoutMs, ...options }: OpenReadersOptions,
): Promise<Readers | undefined> => {
  if (databaseUrl === undefined || urls.length === 0) return undefined
  const replicas = urls.map((connectionString, index) =>
    openReplica(
      index + 1,
      { ...options, connection: { connectionString }, poolSize, cancellable: true },
      checkTimeoutMs,
    ),
  )
  const primary = makeProbe({ connectionString: databaseUrl }, checkTimeoutMs)
  return startReaders({ primary, replicas, maxLagMs, onChange })
}
