import type { Config } from '../config/config.ts'
import { openConfigured } from '../db/open.ts'
import { foldWhile } from '../db/rollups/fold.ts'
import type { BadLine } from '../import/importFile.ts'
import { findSources, type ImportSummary, importSources } from '../import/importFolder.ts'
import { rollups } from '../records/rollups.ts'
import { CommandError } from './failure.ts'
import { startProgress } from './progress.ts'

/** Imports a file or folder into the configured database, and prints what became of it. */
export const runImport = async (config: Config, path: string, { skipBad }: { skipBad: boolean }): Promise<void> => {
  const sources = await findSources(path)
  const started = performance.now()
  const db = await openConfigured(config, (error) => console.error(error.message))
  const progress = startProgress(
    'Importing',
    sources.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const badLines: string[] = []
  const onBadLine = (line: BadLine) => {
    const text = `${line.file}:${line.line}: ${line.reason}`
    if (!skipBad)
      throw new CommandError(
        `${text}\nThe import ended there; what it stored before stays. Mend the line, or leave such lines out with --skip-bad.`,
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
    progress.stop()
    for (const line of badLines) console.error(`left out ${line}`)
    printSummary(summary, (performance.now() - started) / 1000)
  } finally {
    progress.stop()
    await db.close()
  }
}

const printSummary = ({ tables, inherited }: ImportSummary, seconds: number): void => {
  console.table(
    Object.fromEntries(
      [...tables].map(([name, { added, known, bad }]) => [name, { added, 'there before': known, 'left out': bad }]),
    ),
  )
  console.log(`${inherited} embedding calls got the bot and pipeline of their message or session.`)
  console.log(`Done in ${seconds.toFixed(1)} s.`)
}
