import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { copyOnce } from '../support/copying.ts'
import { type LangBot, startSqliteLangBot } from '../support/langbot.ts'

const origin = { bot_id: 'b', bot_name: 'Bot', pipeline_id: 'p', pipeline_name: 'Pipe' }
const timestamp = '2026-06-05 13:00:00'
const message = {
  ...{ timestamp, ...origin, message_content: 'hi', session_id: 's', status: 'success', level: 'info' },
  ...{ id: 'm', user_id: 'u1', user_name: 'Ann', platform: 'group' },
}
const session = {
  ...{ session_id: 's', ...origin, message_count: 1, start_time: timestamp, last_activity: timestamp },
  ...{ is_active: false, user_id: 'u2', platform: 'group' },
}
const refs = [
  { id: 'both', message_id: 'm', session_id: 's' },
  { id: 'neither', session_id: 'unknown' },
  { id: 'session', session_id: 's' },
]
const call = { timestamp, model_name: 'x', total_tokens: 1, duration: 2, status: 'success' }
const children: Readonly<Record<string, object>> = {
  llm_calls: { ...call, ...origin, input_tokens: 1, output_tokens: 0 },
  embedding_calls: { ...call, prompt_tokens: 1, input_count: 1 },
  errors: { timestamp, ...origin, error_type: 'E', error_message: 'm' },
}

let followed: TestApp
let imported: TestApp
let langBot: LangBot
let folder: string
beforeAll(async () => {
  ;[followed, imported, langBot] = await Promise.all([startTestApp(), startTestApp(), startSqliteLangBot()])
  folder = await mkdtemp(join(tmpdir(), 'botlens-senders-'))
})
afterAll(async () => {
  await Promise.all([followed.close(), imported.close(), langBot.stop(), rm(folder, { recursive: true })])
})

const toSql = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))

/** Adds rows to LangBot's database. */
const add = async (table: string, rows: readonly object[]) => {
  for (const row of rows)
    await langBot.run(
      `INSERT INTO monitoring_${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(toSql).join(', ')})`,
    )
}

/** Imports a file, and returns how many earlier rows inherited from it. */
const importRows = async (table: string, rows: readonly object[]) => {
  const file = join(folder, `monitoring_${table}.ndjson`)
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'))
  const hooks = { onProgress: () => undefined, onBadLine: ({ reason }: { reason: string }) => expect.fail(reason) }
  return (await importSources(imported.db.prisma, await findSources(file), hooks)).inherited
}

const select = { id: true, userId: true, userName: true, platform: true } as const

/** The senders of all calls and errors, by table. */
const readSenders = async ({ db: { prisma } }: TestApp) => {
  const orderBy = { id: 'asc' } as const
  const tables = {
    llm_calls: await prisma.llmCall.findMany({ select, orderBy }),
    embedding_calls: await prisma.embeddingCall.findMany({ select, orderBy }),
    errors: await prisma.errorLog.findMany({ select, orderBy }),
  }
  const sendersOf = (rows: (typeof tables)['errors']) =>
    rows.map(({ userId, userName, platform }) => [userId, userName, platform])
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, sendersOf(rows)]))
}

/** The same senders in every table: of the row with message and session, with neither, and with a session only. */
const everywhere = (...senders: readonly (readonly (string | null)[])[]) =>
  Object.fromEntries(Object.keys(children).map((table) => [table, senders]))
const nobody = [null, null, null]
const ofMessage = ['u1', 'Ann', 'group']
const ofSession = ['u2', null, 'group']

test('a followed call has the user of its session until its message is copied, and then keeps that of its message', async () => {
  for (const [table, row] of Object.entries(children))
    await add(
      table,
      refs.map((ref) => ({ ...row, ...ref })),
    )
  await copyOnce(followed, langBot)
  expect(await readSenders(followed)).toEqual(everywhere(nobody, nobody, nobody))
  await add('sessions', [session])
  expect(await copyOnce(followed, langBot)).toMatchObject({ llm_calls: [0, 2, 0], errors: [0, 2, 0] })
  expect(await readSenders(followed)).toEqual(everywhere(ofSession, nobody, ofSession))
  await add('messages', [message])
  await langBot.run(`UPDATE monitoring_sessions SET user_id = 'u3'`)
  expect(await copyOnce(followed, langBot)).toMatchObject({ llm_calls: [0, 1, 0], errors: [0, 1, 0] })
  expect(await readSenders(followed)).toEqual(everywhere(ofMessage, nobody, ofSession))
  await followed.db.prisma.message.deleteMany()
  await langBot.run(`DELETE FROM monitoring_messages`)
  expect(await copyOnce(followed, langBot)).toMatchObject({ llm_calls: [0, 0, 0], embedding_calls: [0, 0, 0] })
  expect(await readSenders(followed)).toEqual(everywhere(ofMessage, nobody, ofSession))
})

test('imported calls inherit when they are stored, and those without a sender from what is imported later', async () => {
  for (const [table, row] of Object.entries(children))
    expect(
      await importRows(
        table,
        refs.map((ref) => ({ ...row, ...ref })),
      ),
    ).toBe(0)
  expect(await readSenders(imported)).toEqual(everywhere(nobody, nobody, nobody))
  expect(await importRows('messages', [message])).toBe(3)
  expect(await readSenders(imported)).toEqual(everywhere(ofMessage, nobody, nobody))
  expect(await importRows('sessions', [session])).toBe(3)
  expect(await readSenders(imported)).toEqual(everywhere(ofMessage, nobody, ofSession))
  expect(await importRows('sessions', [session])).toBe(0)
  for (const [table, row] of Object.entries(children))
    expect(
      await importRows(
        table,
        refs.map((ref) => ({ ...row, ...ref, id: `x ${ref.id}` })),
      ),
    ).toBe(0)
  const again = [ofMessage, nobody, ofSession]
  expect(await readSenders(imported)).toEqual(everywhere(...again, ...again))
  const given = { ...children['errors'], id: 'z', message_id: 'm', user_id: 'u9', platform: 'own' }
  expect(await importRows('errors', [given])).toBe(0)
  expect((await readSenders(imported))['errors']?.at(-1)).toEqual(['u9', null, 'own'])
})
