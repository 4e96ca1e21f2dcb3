import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { type LangBot, startPostgresLangBot, startSqliteLangBot } from '../support/langbot.ts'
import { type CommandProcess, copyDataFolder, runCommand, startServer } from '../support/process.ts'
import { serverUrl } from '../support/realServer.ts'

const context = `'b', 'Bot', 'p', 'Pipe'`

/** The current time in LangBot's format: without a zone, in UTC, with microseconds. */
const sourceTime = (agoMs = 0) => `${new Date(Date.now() - agoMs).toISOString().slice(0, 23).replace('T', ' ')}000`
const message = (id: string, status = 'success', agoMs = 0) =>
  `INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
    session_id, status, level) VALUES ('${id}', '${sourceTime(agoMs)}', ${context}, 'hi', 's', '${status}', 'info')`
const moveSession = (count: number) =>
  `UPDATE monitoring_sessions SET message_count = ${count}, last_activity = '${sourceTime()}'`

describe.each([
  ['SQLite with a write-ahead log', () => startSqliteLangBot('WAL')],
  ['SQLite with its older journal, the default', () => startSqliteLangBot('DELETE')],
  ['PostgreSQL', startPostgresLangBot],
])('import --follow from %s', (_name, start) => {
  let folder: string
  let database: TestDatabase | undefined
  let langBot: LangBot
  let environment: Record<string, string>
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botlens-follow-'))
    database = serverUrl ? await startTestDatabase() : undefined
    if (!database) await copyDataFolder(join(folder, 'data'))
    environment = { DATA_DIR: join(folder, 'data'), DATABASE_URL: database?.connection.connectionString ?? '' }
    langBot = await start()
  })
  afterEach(async () => {
    await langBot.stop()
    await database?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const follow = () => runCommand(['import', '--from', langBot.address, '--follow'], environment, folder)
  /** The number of added rows of a table according to the output so far. */
  const addedTo = (table: string, { output }: CommandProcess) =>
    [...output().matchAll(new RegExp(`monitoring_${table}: (\\d+) new`, 'g'))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    )
  const stop = async (process: CommandProcess) => {
    process.kill('SIGTERM')
    expect(await process.ended()).toBe(0)
  }

  test('a copy with an invalid row fails, and the process ends', async () => {
    await langBot.run(`INSERT INTO monitoring_feedback (id, timestamp, feedback_id, feedback_type)
      VALUES ('bad', '${sourceTime()}', 'fb', -2147483648)`)
    const process = runCommand(['import', '--from', langBot.address], environment, folder)
    expect(await process.ended()).toBe(1)
    expect(process.output()).toContain('monitoring_feedback bad: feedback_type is -2147483648')
  })

  test('new and changed rows arrive by themselves; SIGTERM stops it, and the next start continues', async () => {
    await langBot.run(message('old', 'pending', 60_000))
    await langBot.run(`INSERT INTO monitoring_sessions VALUES ('s', ${context}, 1, '${sourceTime(60_000)}',
      '${sourceTime(60_000)}', TRUE, 'person', 'u')`)
    await langBot.run(`INSERT INTO monitoring_feedback (id, timestamp, feedback_id, feedback_type)
      VALUES ('f', '${sourceTime(60_000)}', 'fb', 1)`)
    const first = follow()
    await first.waitFor(/monitoring_messages: 1 new.*monitoring_sessions: 1 new.*monitoring_feedback: 1 new/)

    await langBot.run(message('new'))
    await first.waitFor(/monitoring_messages: 1 new[\s\S]*monitoring_messages: 1 new/)
    await langBot.run(`UPDATE monitoring_messages SET status = 'error', level = 'error' WHERE id = 'old'`)
    await first.waitFor(/monitoring_messages: 0 new, 1 changed/)
    await langBot.run(moveSession(2))
    await first.waitFor(/monitoring_sessions: 0 new, 1 changed/)
    await langBot.run(`UPDATE monitoring_feedback SET feedback_type = 2, feedback_content = 'no'`)
    await first.waitFor(/monitoring_feedback: 0 new, 1 changed/)
    await stop(first)

    await langBot.run(message('meanwhile', 'pending'))
    await langBot.run(moveSession(3))
    const second = follow()
    await second.waitFor(/monitoring_messages: 1 new.*monitoring_sessions: 0 new, 1 changed/)
    await langBot.run(`UPDATE monitoring_messages SET status = 'success' WHERE id = 'meanwhile'`)
    await langBot.run('DELETE FROM monitoring_feedback')
    await second.waitFor(/monitoring_messages: 0 new, 1 changed/)
    await second.waitFor(/monitoring_feedback: 0 new, 0 changed, 1 removed/)
    await stop(second)
    expect([addedTo('messages', first), addedTo('messages', second)]).toEqual([2, 1])

    const server = await startServer(environment, folder)
    expect(
      await server.ask(
        '{ messages { nodes { id status level } } sessions { nodes { id messageCount } } feedback { totalCount } }',
      ),
    ).toEqual({
      data: {
        messages: {
          nodes: [
            { id: 'meanwhile', status: 'SUCCESS', level: 'INFO' },
            { id: 'new', status: 'SUCCESS', level: 'INFO' },
            { id: 'old', status: 'ERROR', level: 'ERROR' },
          ],
        },
        sessions: { nodes: [{ id: 's', messageCount: 3 }] },
        feedback: { totalCount: 0 },
      },
    })
    await stop(server)
  })

  const addMany = (prefix: string, count: number) => {
    const rows = Array.from(
      { length: count },
      (_, i) => `('${prefix}-${i}', '${sourceTime(60_000)}', ${context}, 'hi', 's', 'success', 'info')`,
    )
    return langBot.run(`INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name,
      message_content, session_id, status, level) VALUES ${rows.join(', ')}`)
  }

  test('a writer of the source does not wait, and all that it writes is copied', async () => {
    await addMany('before', 3000)
    await langBot.hurry()
    const following = follow()
    await following.waitFor(/monitoring_messages: 3000 new/)
    for (let i = 0; i < 300; i += 1) {
      await langBot.run(message(`live-${i}`))
      if (i % 30 === 0) await langBot.run(`ALTER TABLE monitoring_messages ADD COLUMN more_${i} TEXT`)
    }
    await expect.poll(() => addedTo('messages', following)).toBe(3300)
    expect(following.output()).not.toContain('It is tried again')
    await stop(following)
  })

  test('SIGTERM stops a running copy, and the next start copies the rest', async () => {
    for (let i = 0; i < 30; i += 1) await addMany(`many-${i}`, 1000)
    const first = follow()
    await first.waitFor(/Following/)
    await stop(first)
    expect(addedTo('messages', first)).toBe(0)
    const second = follow()
    await second.waitFor(/monitoring_messages: \d+ new/)
    await stop(second)
    const server = await startServer(environment, folder)
    expect(await server.ask('{ messages { totalCount } }')).toEqual({ data: { messages: { totalCount: 30_000 } } })
    await stop(server)
  })
})
