import type { Config } from '../config/config.ts'
import type { Difference } from '../db/rollups/difference.ts'
import { rebuildRollups } from '../db/rollups/rebuild.ts'
import { verifyRollups } from '../db/rollups/verify.ts'
import { rollups } from '../records/rollups.ts'
import { formatTime } from '../shared/time.ts'
import { CommandError } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { makeLineWriter } from './progress.ts'

/** The options of the command. */
export interface RollupsOptions {
  readonly verify: boolean
  readonly rebuild: boolean
}

/** The number of differences that are printed. */
const maxPrinted = 20

/**
 * Compares the rollups of the configured database with its rows, or rebuilds them; with both options, rebuilds first.
 * @throws CommandError if they differ.
 */
export const runRollups = async (config: Config, { verify, rebuild }: RollupsOptions): Promise<void> => {
  if (!verify && !rebuild) throw new CommandError('Specify --verify, --rebuild or both.')
  const db = await openForCommand(config)
  try {
    if (rebuild) {
      const done = await rebuildRollups(db, rollups, (table, periods) =>
        console.log(`${table}: ${periods} rollups rebuilt`),
      )
      if (!done) throw new CommandError('Another process is changing rollups. Try again in a few seconds.')
    }
    if (verify) {
      const writeProgress = makeLineWriter()
      const { compared, differences } = await verifyRollups(db, rollups, (table, month) =>
        writeProgress(`compared ${table}, ${formatTime(month).slice(0, 7)}`),
      )
      report(compared, differences)
    }
  } finally {
    await db.close()
  }
}

const report = (compared: number, differences: readonly Difference[]): void => {
  if (differences.length === 0) {
    console.log(`All ${compared} rollups match the rows.`)
    return
  }
  for (const difference of differences.slice(0, maxPrinted)) console.log(describe(difference))
  if (differences.length > maxPrinted) console.log(`and ${differences.length - maxPrinted} more`)
  throw new CommandError(
    `${differences.length} of ${compared} rollups differ from the rows. Rebuild them: npm run rollups -- --rebuild`,
  )
}

const describe = ({ table, grain, period, dimensions, excess }: Difference): string => {
  const values = (of: object) => JSON.stringify(of)
  return `${table}, ${grain} ${formatTime(period)}, ${values(dimensions)}: rollup minus rows ${values(excess)}`
}
