import type { Config } from '../config/config.ts'
import { idleSince } from '../config/recording.ts'
import type { Db } from '../db/client.ts'
import { locks } from '../db/locks.ts'
import { foldWhile } from '../db/rollups/fold.ts'
import { type Age, countPrunable, type PruneCounts, pruneRows } from '../jobs/retention.ts'
import { rollups } from '../records/rollups.ts'
import { formatTime } from '../shared/time.ts'
import { CommandError } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { startProgress } from './progress.ts'
import { formatTable } from './table.ts'

/** Options of the command. */
export interface PruneOptions {
  /** In milliseconds. */
  readonly olderThan: number
  readonly dryRun: boolean
}

/** Removes old data from the configured database, or only counts it, and prints the number of rows by table. */
export const runPrune = async (config: Config, { olderThan, dryRun }: PruneOptions): Promise<void> => {
  const now = new Date()
  const before = new Date(now.getTime() - olderThan)
  const age = { before, idleSince: idleSince(config.recording, now) }
  const db = await openForCommand(config, 'Alternatively, set RETENTION_DAYS: the server then removes old data hourly.')
  try {
    const found = await countPrunable(db.prisma, age)
    const removed = dryRun
      ? undefined
      : await foldWhile(db, rollups, () => db.tryLock(locks.retention, () => prune(db.prisma, age, found)))
    if (!dryRun && !removed)
      throw new CommandError('Another process is removing old data. Try again when it has finished.')
    console.log(
      formatTable(
        [...found].map(([table, rows]) =>
          removed ? { table, removed: removed.get(table) ?? 0 } : { table, 'would be removed': rows },
        ),
      ),
    )
    console.log(`Data from before ${formatTime(before)}.${dryRun ? ' Nothing was removed.' : ''}`)
  } finally {
    await db.close()
  }
}

const prune = async (prisma: Db, age: Age, found: PruneCounts): Promise<PruneCounts> => {
  const total = [...found.values()].reduce((sum, rows) => sum + rows, 0)
  const progress = startProgress('Removing', total)
  try {
    return await pruneRows(prisma, age, (rows) => progress.advance(rows))
  } finally {
    progress.stop()
  }
}
