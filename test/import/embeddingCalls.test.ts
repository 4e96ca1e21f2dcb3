import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { startTestApp } from '../support/app.ts'
import { copyOnce } from '../support/copying.ts'
import { startSqliteLangBot } from '../support/langbot.ts'

const context = { bot_id: 'b', bot_name: 'Bot', pipeline_id: 'p', pipeline_name: 'Pipe' }
const ofSession = { ...context, bot_id: 'c', bot_name: 'Other bot' }
const timestamp = '2026-06-05 13:00:00'
const call = {
  ...{ timestamp, model_name: 'bge', prompt_tokens: 1, total_tokens: 1, duration: 2, input_count: 1 },
  status: 'success',
}

/** A message, a session, and embedding calls that refer to both, to one of them, to missing rows, and to nothing. */
const rows: Readonly<Record<string, readonly object[]>> = {
  monitoring_messages: [
    { id: 'm', timestamp, ...context, message_content: 'hi', session_id: 's', status: 'success', level: 'info' },
  ],
  monitoring_sessions: [
    {
      ...{ session_id: 't', ...ofSession, message_count: 1, start_time: timestamp },
      ...{ last_activity: timestamp, is_active: false },
    },
  ],
  monitoring_embedding_calls: [
    { id: 'both', ...call, message_id: 'm', session_id: 't' },
    { id: 'message', ...call, message_id: 'm' },
    { id: 'session', ...call, session_id: 't' },
    { id: 'unknown message', ...call, message_id: 'unknown', session_id: 't' },
    { id: 'unknown', ...call, message_id: 'unknown', session_id: 'unknown' },
    { id: 'neither', ...call },
  ],
}

const toSql = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))

test('importing files and following the database give the same embedding calls', async () => {
  const [followed, imported, langBot] = await Promise.all([startTestApp(), startTestApp(), startSqliteLangBot()])
  const folder = await mkdtemp(join(tmpdir(), 'botlens-embedding-'))
  for (const [table, list] of Object.entries(rows)) {
    await writeFile(join(folder, `${table}.ndjson`), list.map((row) => JSON.stringify(row)).join('\n'))
    for (const row of list)
      await langBot.run(
        `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(toSql).join(', ')})`,
      )
  }
  await copyOnce(followed, langBot)
  await importSources(imported.db.prisma, await findSources(folder), {
    onProgress: () => undefined,
    onBadLine: ({ reason }) => expect.fail(reason),
  })
  const read = ({ db }: typeof followed) => db.prisma.embeddingCall.findMany({ orderBy: { id: 'asc' } })
  const stored = await read(imported)
  expect(stored).toEqual(await read(followed))
  expect(stored.map(({ id, botId, botName, sessionId }) => [id, botId, botName, sessionId])).toEqual([
    ['both', 'b', 'Bot', 't'],
    ['message', 'b', 'Bot', 's'],
    ['neither', null, null, null],
    ['session', 'c', 'Other bot', 't'],
    ['unknown', null, null, 'unknown'],
    ['unknown message', 'c', 'Other bot', 't'],
  ])
  await Promise.all([followed.close(), imported.close(), langBot.stop(), rm(folder, { recursive: true })])
})
