import type { DiskSpace } from './diskSpace.ts'
import { replaceError } from './messages.ts'
import type { Between } from './statementQueue.ts'

/** Bytes written to the log after which a checkpoint is made. New log files are first filled with zeros. */
const checkpointBytes = 128 * 1024 * 1024

/** PostgreSQL rejects writes of a read-only transaction with 25006. The code of a full disk is 53100. */
const fullDisk = { code: '25006', by: { code: '53100', message: 'the disk of the data folder is full' } }

/** Maintains the session of an engine. */
export interface Upkeep extends Between {
  /** Counts bytes that PostgreSQL wrote to its log. */
  noteLogged(bytes: number): void
}

/**
 * Makes the session read-only while the disk is full, so that reads continue and writes fail with a clear error before
 * PostgreSQL itself fails. Also makes checkpoints, for which a single session has no background process: without them,
 * the write-ahead log would grow without bound.
 */
export const keepUp = (disk: DiskSpace, onBusy: Between['onBusy']): Upkeep => {
  let logged = 0
  let isReadOnly = false
  return {
    noteLogged: (bytes) => {
      logged += bytes
    },
    before: async (run, isInTransaction) => {
      const isFull = disk.isFull()
      if (isInTransaction) {
        // Fails if the transaction has already failed, which has no effect.
        if (isFull && !isReadOnly) await run('SET TRANSACTION READ ONLY')
        return
      }
      if (isFull !== isReadOnly) {
        await run(`SET default_transaction_read_only = ${isFull ? 'on' : 'off'}`)
        isReadOnly = isFull
      }
      if (logged >= checkpointBytes) {
        logged = 0
        await run('CHECKPOINT')
      }
    },
    respond: (write) => (isReadOnly || disk.isFull() ? replaceError(fullDisk, write) : write),
    onBusy,
  }
}
