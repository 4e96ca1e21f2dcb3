import type { DiskSpace } from './diskSpace.ts'
import { replaceError } from './messages.ts'
import type { Between } from './sequences.ts'

/** Bytes written to the log after which a checkpoint is made. New files of it are first filled with zeros. */
const checkpointBytes = 128 * 1024 * 1024

/** PostgreSQL rejects a write of a read-only transaction with 25006; a full disk is 53100. */
const fullDisk = { code: '25006', by: { code: '53100', message: 'the disk of the data folder is full' } }

/** What keeps the session of an engine in order. */
export interface Upkeep extends Between {
  /** Notes bytes that PostgreSQL wrote to its log. */
  noteLogged(bytes: number): void
}

/**
 * Makes the session read-only while the disk is full, so that reads continue and writes fail with a clear error before
 * PostgreSQL itself fails; and makes the checkpoints for which a single session has no process of its own: without them
 * the write-ahead log would grow without end.
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
        // Fails where the transaction has failed already, which changes nothing.
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
