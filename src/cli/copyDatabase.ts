import { once } from 'node:events'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { analyzeGrown } from '../db/embedded/analyze.ts'
import { foldWhile } from '../db/rollups/fold.ts'
import { readAddress, type SourceAddress } from '../import/langbot/address.ts'
import { type CopyCounts, copyAll, describeCounts } from '../import/langbot/copyAll.ts'
import type { CopyContext } from '../import/langbot/copyTable.ts'
import { followSource } from '../import/langbot/follow.ts'
import { reportOnce } from '../import/langbot/reportOnce.ts'
import { rollups } from '../records/rollups.ts'
import { CommandError, explainFailure } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { formatTable } from './table.ts'

/** The options of the command. */
export interface CopyOptions {
  readonly follow: boolean
  readonly skipBad: boolean
}

/** Copies a LangBot database into the configured one, once or continuously. */
export const copyDatabase = async (config: Config, from: string, { follow, skipBad }: CopyOptions): Promise<void> => {
  const address = readAddress(from)
  const db = await openForCommand(
    config,
    'Alternatively, set FOLLOW_FROM to this LangBot database: the server then copies from it continuously.',
  )
  const { recording, retentionDays } = config
  const onBadRow =
    follow || skipBad
      ? reportOnce((table, id, reason) => console.error(`skipped ${table} ${id}: ${reason}`))
      : failAtBadRow
  const shared = { prisma: db.prisma, recording, retentionDays, now: () => new Date(), onBadRow }
  try {
    if (follow) await foldWhile(db, rollups, () => followUntilStopped({ ...shared, address }))
    else {
      const counts = await copyOnce(db, { ...shared, address })
      await analyzeGrown(db)
      console.log(formatTable([...counts].map(([table, count]) => ({ table, ...count }))))
    }
  } finally {
    await db.close()
  }
}

/** Copies everything once. The source is always closed, since its connection would keep the process alive. */
const copyOnce = async (
  db: Database,
  { address, ...shared }: Omit<CopyContext, 'source' | 'name'> & { readonly address: SourceAddress },
): Promise<CopyCounts> => {
  const source = await address.open()
  const print = startCounter()
  try {
    return await foldWhile(db, rollups, () =>
      copyAll({ ...shared, source, name: address.name }, (_table, counts) => print(counts)),
    )
  } finally {
    await source.close()
  }
}

/** Fails at an invalid row. */
const failAtBadRow = (table: string, id: string, reason: string): never => {
  throw new CommandError(
    `${table} ${id}: ${reason}\nThe copy stopped at this row; rows stored before it are kept. Correct the row, or skip invalid rows with --skip-bad.`,
  )
}

const followUntilStopped = async (
  options: Omit<Parameters<typeof followSource>[0], 'signal' | 'onCopied' | 'onFailure'>,
): Promise<void> => {
  const stopped = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'])
    void once(process, signal).then(
      () => stopped.abort(),
      () => undefined,
    )
  console.log(`Following ${options.address.name}. Press Ctrl+C to stop; the next start continues from here.`)
  await followSource({
    ...options,
    signal: stopped.signal,
    onCopied: (counts) => {
      const line = describeCounts(counts)
      if (line !== '') console.log(`${new Date().toISOString()} ${line}`)
    },
    onFailure: (error) => console.error(`${explainFailure(error)}\nRetrying.`),
  })
}

/** Shows the number of copied rows on a terminal, in place. */
const startCounter =
  () =>
  (counts: CopyCounts): void => {
    if (!process.stderr.isTTY) return
    const rows = [...counts.values()].reduce((sum, { added, changed }) => sum + added + changed, 0)
    process.stderr.write(`\r${rows} rows copied`)
  }
