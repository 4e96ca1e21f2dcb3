import type { Config } from '../config/config.ts'
import { analyzeGrown } from '../db/embedded/analyze.ts'
import { foldWhile } from '../db/rollups/fold.ts'
import type { BadLine } from '../import/importFile.ts'
import { findSources, type ImportSummary, importSources } from '../import/importFolder.ts'
import { rollups } from '../records/rollups.ts'
import { CommandError } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { startProgress } from './progress.ts'
import { formatTable } from './table.ts'

/** Imports a file or folder into the configured database, and prints a summary. */
export const runImport = async (config: Config, path: string, { skipBad }: { skipBad: boolean }): Promise<void> => {
  const sources = await findSources(path)
  const started = performance.now()
  const db = await openForCommand(config)
  const progress = startProgress(
    'Importing',
    sources.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const badLines: string[] = []
  const onBadLine = (line: BadLine) => {
    const text = `${line.file}:${line.line}: ${line.reason}`
    if (!skipBad)
      throw new CommandError(
        `${text}\nThe import stopped at this line; rows stored before it are kept. Correct the line, or skip invalid lines with --skip-bad.`,
      )
    badLines.push(text)
  }
  try {
    let stored = 0
    const onProgress = (bytes: number, rows: number) => {
      stored += rows
      progress.advance(bytes, `${stored} rows stored`)
    }
    const hooks = { onProgress, onBadLine, keepMedia: config.recording.keepMedia }
    const summary = await foldWhile(db, rollups, () => importSources(db.prisma, sources, hooks))
    await analyzeGrown(db)
    progress.stop()
    for (const line of badLines) console.error(`skipped ${line}`)
    printSummary(summary, (performance.now() - started) / 1000)
  } finally {
    progress.stop()
    await db.close()
  }
}

const printSummary = ({ tables, inherited }: ImportSummary, seconds: number): void => {
  console.log(
    formatTable([...tables].map(([table, { added, known, bad }]) => ({ table, added, existing: known, skipped: bad }))),
  )
  if (inherited > 0)
    console.log(
      `${inherited} calls and errors that were already stored inherited values from the new messages and sessions.`,
    )
  console.log(`Done in ${seconds.toFixed(1)} s.`)
}
