import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { serverUrl } from '../support/realServer.ts'
import { message, RecordMessages } from '../support/record.ts'

type TableName = 'monitoring_messages' | 'monitoring_llm_calls' | 'monitoring_sessions' | 'monitoring_feedback'

const timestamp = '2026-05-01T10:00:00Z'
const context = { bot_id: 'b', bot_name: 'B', pipeline_id: 'p', pipeline_name: 'P' }
const stored = { timestamp, ...context }
const call = { ...stored, model_name: 'm', status: 'success', duration: 1 }
const kinds: Readonly<Record<TableName, (id: string) => Readonly<Record<string, unknown>>>> = {
  monitoring_messages: (id: string) => ({ ...stored, id, message_content: 'Hi', status: 'success', level: 'info' }),
  monitoring_llm_calls: (id: string) => ({ ...call, id, input_tokens: 1, output_tokens: 1, total_tokens: 2 }),
  monitoring_sessions: (session_id: string) => ({
    ...context,
    session_id,
    message_count: 1,
    start_time: timestamp,
    last_activity: timestamp,
    is_active: false,
  }),
  monitoring_feedback: (id: string) => ({ ...stored, id: `id of ${id}`, feedback_id: id, feedback_type: 1 }),
}

/** Ids whose order differs between bytes, UTF-16 and the collations of languages. */
const ids = ['b', 'B', 'ä', '\uFF5E', '😀', 'z']

// The embedded database runs one statement at a time, so writers cannot block each other.
describe.skipIf(!serverUrl)('concurrent imports of the same rows', () => {
  let app: TestApp
  let folder: string
  beforeAll(async () => {
    app = await startTestApp()
    folder = await mkdtemp(join(tmpdir(), 'botlens-import-'))
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  const importRows = async (name: string, table: TableName, rows: readonly object[]) => {
    const file = join(await mkdtemp(join(folder, name)), `${table}.ndjson`)
    await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'))
    const hooks = { onProgress: () => undefined, onBadLine: ({ reason }: { reason: string }) => expect.fail(reason) }
    return (await importSources(app.db.prisma, await findSources(file), hooks)).tables.get(table)
  }

  const countWaiting = async (admin: pg.Client): Promise<number> => {
    const { rows } = await admin.query(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    return rows[0].waiting
  }

  /** Starts two writers while a row in the middle is locked, and releases the lock once both wait. */
  const whileLocked = async <Result>(
    lock: (admin: pg.Client) => Promise<unknown>,
    start: () => readonly Promise<Result>[],
  ): Promise<Result[]> => {
    const [holder, watcher] = [new pg.Client(app.db.connection), new pg.Client(app.db.connection)]
    await Promise.all([holder.connect(), watcher.connect()])
    try {
      await holder.query('BEGIN')
      await lock(holder)
      const writers = Promise.all(start())
      writers.catch(() => undefined)
      await expect.poll(() => countWaiting(watcher)).toBe(2)
      await holder.query('ROLLBACK')
      return await writers
    } finally {
      await Promise.all([holder.end(), watcher.end()])
    }
  }

  const lockRow = (table: TableName, id: string) => (admin: pg.Client) => {
    const row = kinds[table](id)
    const columns = Object.keys(row)
    return admin.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    )
  }

  test.each(Object.keys(kinds) as TableName[])('never deadlock in %s', async (table) => {
    const rows = [...ids.slice(0, 3), 'middle', ...ids.slice(3)].map((id) => kinds[table](id))
    const counts = await whileLocked(lockRow(table, 'middle'), () => [
      importRows('one', table, rows),
      importRows('other', table, rows.toReversed()),
    ])
    expect(counts.reduce((sum, count) => sum + (count?.added ?? 0), 0)).toBe(rows.length)
  })

  test('do not deadlock with a recording', async () => {
    const names = ids.map((id) => `recorded ${id}`)
    const rows = ['recorded middle', ...names].map((id) => kinds.monitoring_messages(id))
    await whileLocked<unknown>(lockRow('monitoring_messages', 'recorded middle'), () => [
      importRows('one', 'monitoring_messages', rows.toReversed()),
      app.execute(RecordMessages, { input: ['recorded middle', ...names].map((id) => message({ id })) }),
    ])
    const [count] = await app.db.query<{ count: number }>(
      raw("SELECT count(*) FROM monitoring_messages WHERE id LIKE 'recorded %'"),
    )
    expect(count).toEqual({ count: rows.length })
  })
})
