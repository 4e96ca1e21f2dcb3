import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConfigured } from '../../src/db/open.ts'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { copyDataFolder, keepUmask, runCommand } from '../support/process.ts'

keepUmask()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-rollups-'))
  await copyDataFolder(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const change = async (statement: string) => {
  const db = await openConfigured({ databaseUrl: undefined, dataFolder: folder, poolSize: 1 }, () => undefined)
  await db.execute(raw(statement))
  await foldDeltas(db, rollups)
  await db.close()
}

const run = async (...args: string[]) => {
  const command = runCommand(['rollups', ...args], { DATA_DIR: folder }, folder)
  return { code: await command.ended(), output: command.output() }
}

test('rollups are compared with the rows, differences are reported, and all are rebuilt', async () => {
  await change(`INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, bot_id)
    VALUES ('a', '2026-06-05T12:30Z', 'TimeoutError', '', 'bot-1'), ('b', '2026-06-05T13:30Z', 'TimeoutError', '', 'bot-1')`)
  const right = await run('--verify')
  expect(right.output).toContain('All 6 rollups match the rows.')
  expect(right.code).toBe(0)

  await change("UPDATE botlens_errors_rollups SET row_count = 7 WHERE grain = 'hour' AND period = '2026-06-05T13:00Z'")
  const wrong = await run('--verify')
  expect(wrong.output).toContain(
    'monitoring_errors, hour 2026-06-05T13:00:00.000Z, {"bot_id":"bot-1","pipeline_id":null,"error_type":"TimeoutError"}: rollup minus rows {"row_count":6}',
  )
  expect(wrong.output).toContain('1 of 6 rollups differ from the rows. Rebuild them: npm run rollups -- --rebuild')
  expect(wrong.code).toBe(1)

  const made = await run('--rebuild', '--verify')
  expect(made.output).toMatch(/monitoring_errors: 6 rollups rebuilt[\s\S]*All 6 rollups match/)
  expect(made.code).toBe(0)
  expect(await run()).toEqual({ code: 1, output: 'Specify --verify, --rebuild or both.\n' })
})
