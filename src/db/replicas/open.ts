import type { Config } from '../../config/config.ts'
import type { DatabaseOptions } from '../database.ts'
import { makeProbe } from './probe.ts'
import { type Readers, type ReadersOptions, startReaders } from './readers.ts'
import { openReplica } from './replica.ts'

/** Options of read replicas. */
export interface OpenReadersOptions
  extends Pick<DatabaseOptions, 'statementTimeoutMs' | 'onConnectionError'>,
    Pick<ReadersOptions, 'onChange'> {}

/**
 * Opens the configured read replicas, each with a pool of its own, and checks them once. Undefined if there are none. A
 * replica that is unavailable is left out until it responds.
 */
export const openReaders = async (
  { databaseUrl, poolSize, replicas: { urls, maxLagMs } }: Pick<Config, 'databaseUrl' | 'poolSize' | 'replicas'>,
  { onChange, ...options }: OpenReadersOptions,
): Promise<Readers | undefined> => {
  if (databaseUrl === undefined || urls.length === 0) return undefined
  const replicas = urls.map((connectionString, index) =>
    openReplica(index + 1, { ...options, connection: { connectionString }, poolSize, cancellable: true }),
  )
  return startReaders({ primary: makeProbe({ connectionString: databaseUrl }), replicas, maxLagMs, onChange })
}
