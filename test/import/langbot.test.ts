import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAddress } from '../../src/import/langbot/address.ts'
import { openPostgres } from '../../src/import/langbot/postgres.ts'
import { SourceAccessError } from '../../src/import/langbot/sqliteFailure.ts'
import { pruneRows } from '../../src/jobs/retention.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { copyOnce, nothingNew, sourceContext, sourceFeedback, sourceMessage } from '../support/copying.ts'
import { type LangBot, startPostgresLangBot, startSqliteLangBot } from '../support/langbot.ts'
import { serverUrl } from '../support/realServer.ts'

describe.each([
  ['SQLite', startSqliteLangBot],
  ['PostgreSQL', startPostgresLangBot],
])('from %s', (_name, start) => {
  let app: TestApp
  let langBot: LangBot
  beforeEach(async () => {
    app = await startTestApp()
    langBot = await start()
  })
  afterEach(async () => {
    await app.close()
    await langBot.stop()
  })

  const badRows: string[] = []
  const copy = (retentionDays?: number) =>
    copyOnce(app, langBot, { badRows, ...(retentionDays === undefined ? {} : { retentionDays }) })
  const ask = async (query: string) => (await app.send(query)).data

  test('all tables are copied: times in UTC to the millisecond, embedding calls with inherited context, media removed', async () => {
    const image = `[{"type":"Image","base64":"${'A'.repeat(4000)}"}]`
    await langBot.run(sourceMessage('m', '13:00:00.123987', 'success', image))
    await langBot.run(`INSERT INTO monitoring_llm_calls VALUES ('l', '2026-06-05 13:00:01.000000', 'gpt', 1, 2, 3, 40,
      0.5, 'success', ${sourceContext}, 's', NULL, 'm')`)
    await langBot.run(`INSERT INTO monitoring_llm_calls VALUES ('dear', '2026-06-05 13:00:01.000000', 'gpt', 1, 2, 3, 40,
      1e308, 'success', ${sourceContext}, 's', NULL, 'm')`)
    await langBot.run(`INSERT INTO monitoring_embedding_calls VALUES ('e', '2026-06-05 13:00:01.5', 'bge', 1, 1, 2, 1,
      'success', NULL, 'kb', 'q', 's', 'm', 'retrieve')`)
    await langBot.run(`INSERT INTO monitoring_sessions VALUES ('s', ${sourceContext}, 1, '2026-06-05 13:00:00.123987',
      '2026-06-05 13:00:00.123987', TRUE, 'person', 'u')`)
    await langBot.run(`INSERT INTO monitoring_sessions VALUES ('long ago', ${sourceContext}, 1, '2026-05-05 13:00:00',
      '2026-05-05 13:00:00.000001', TRUE, 'person', 'u')`)
    await langBot.run(`INSERT INTO monitoring_errors VALUES ('x', '2026-06-05 13:00:02', 'E', 'bad', ${sourceContext}, 's',
      NULL, 'm')`)
    await langBot.run(sourceFeedback('f', '2026-06-05 13:00:03', 1))
    badRows.length = 0
    expect(await copy()).toEqual({
      messages: [1, 0, 0],
      sessions: [2, 0, 0],
      llm_calls: [1, 0, 0],
      embedding_calls: [1, 0, 0],
      errors: [1, 0, 0],
      feedback: [1, 0, 0],
    })
    expect(badRows).toEqual([
      'monitoring_llm_calls dear: cost is 1e+308: expected a number from -1,000,000 to 1,000,000',
    ])
    expect(
      await ask(`{
        message(id: "m") { timestamp messageContent userName botName }
        llmCall(id: "l") { totalTokens cost messageId }
        embeddingCall(id: "e") { timestamp botId pipelineName callType }
        sessions { nodes { id isActive startTime userId userName } }
        errorLog(id: "x") { errorMessage }
        feedback { nodes { feedbackId type } }
      }`),
    ).toEqual({
      message: {
        timestamp: '2026-06-05T13:00:00.123Z',
        messageContent: expect.stringContaining('"base64":{"type":"application/octet-stream","size":3000,"sha256"'),
        userName: null,
        botName: 'Bot',
      },
      llmCall: { totalTokens: 3, cost: 0.5, messageId: 'm' },
      embeddingCall: { timestamp: '2026-06-05T13:00:01.500Z', botId: 'b', pipelineName: 'Pipe', callType: 'RETRIEVE' },
      sessions: {
        nodes: [
          { id: 's', isActive: true, startTime: '2026-06-05T13:00:00.123Z', userId: 'u', userName: null },
          { id: 'long ago', isActive: false, startTime: '2026-05-05T13:00:00.000Z', userId: 'u', userName: null },
        ],
      },
      errorLog: { errorMessage: 'bad' },
      feedback: { nodes: [{ feedbackId: 'fb-f', type: 'LIKE' }] },
    })
    expect(await copy()).toEqual(nothingNew)
  })

  test('since a checkpoint: new rows, rows committed late, and changed rows', async () => {
    await langBot.run(sourceMessage('a', '12:00:00.000001'))
    await langBot.run(sourceMessage('slow', '12:30:00.000001', 'pending'))
    await langBot.run(sourceMessage('b', '13:00:00.000001', 'pending'))
    await langBot.run(`INSERT INTO monitoring_sessions VALUES ('s', ${sourceContext}, 1, '2026-06-05 12:00:00',
      '2026-06-05 12:35:00', TRUE, 'person', 'u')`)
    await langBot.run(`INSERT INTO monitoring_sessions VALUES ('t', ${sourceContext}, 1, '2026-06-05 12:00:00',
      '2026-06-05 13:00:00', TRUE, 'person', 'u')`)
    await copy()
    await langBot.run(sourceMessage('late', '12:59:59.999999'))
    await langBot.run(sourceMessage('new', '13:00:05.000000'))
    await langBot.run(`UPDATE monitoring_messages SET status = 'error' WHERE status = 'pending'`)
    await langBot.run(`UPDATE monitoring_sessions SET message_count = 5, last_activity = '2026-06-05 13:00:05'
      WHERE session_id = 't'`)
    await langBot.run(`UPDATE monitoring_sessions SET is_active = FALSE WHERE session_id = 's'`)
    const { result, statements } = await app.db.record(() => copy())
    expect(result).toEqual({ ...nothingNew, messages: [2, 2, 0], sessions: [0, 2, 0] })
    expect(statements.join()).not.toContain('12:00:00.000001')
    expect(
      await ask(`{
        messages(filter: { statuses: [ERROR] }) { nodes { id } }
        session(id: "t") { messageCount lastActivity }
        over: session(id: "s") { isActive }
      }`),
    ).toEqual({
      messages: { nodes: [{ id: 'b' }, { id: 'slow' }] },
      session: { messageCount: 5, lastActivity: '2026-06-05T13:00:05.000Z' },
      over: { isActive: false },
    })
  })

  test('changed and cancelled feedback is updated; feedback from elsewhere is kept', async () => {
    await langBot.run(sourceFeedback('f', '2026-06-04 13:00:00', 1))
    await langBot.run(sourceFeedback('g', '2026-06-05 13:00:00', 1))
    await app.send('mutation { recordFeedback(input: [{ feedbackId: "ours", type: LIKE }]) { recorded } }')
    await copy()
    await langBot.run(`UPDATE monitoring_feedback SET feedback_type = 2, feedback_content = 'no' WHERE id = 'f'`)
    await langBot.run(`DELETE FROM monitoring_feedback WHERE id = 'g'`)
    expect(await copy()).toEqual({ ...nothingNew, feedback: [0, 1, 1] })
    await langBot.run(sourceFeedback('h', '2026-06-05 13:00:10', 1).replace('fb-h', 'fb-g'))
    await copy()
    expect(await ask('{ feedback { nodes { id feedbackId type content } } }')).toMatchObject({
      feedback: {
        nodes: [
          { feedbackId: 'ours' },
          { id: 'h', feedbackId: 'fb-g', type: 'LIKE' },
          { id: 'f', feedbackId: 'fb-f', type: 'DISLIKE', content: 'no' },
        ],
      },
    })
  })

  test('feedback that the source still has is kept, even if it is invalid or has another time here', async () => {
    await langBot.run(sourceFeedback('unreadable', '2026-06-04 13:00:00', 1))
    await langBot.run(sourceFeedback('moved', '2026-05-01 13:00:00', 1))
    await langBot.run(sourceFeedback('last', '2026-06-05 13:00:00', 1))
    await copy()
    await langBot.run(`UPDATE monitoring_feedback SET feedback_type = -2147483648 WHERE id = 'unreadable'`)
    await app.db.execute(sql`UPDATE monitoring_feedback SET timestamp = '2026-06-05T12:00:00Z' WHERE id = 'moved'`)
    expect(await copy()).toEqual(nothingNew)
    await langBot.run(`DELETE FROM monitoring_feedback WHERE id IN ('unreadable', 'moved')`)
    expect(await copy()).toEqual({ ...nothingNew, feedback: [0, 0, 2] })
  })

  test('a database without any of the tables is an error, instead of nothing to copy', async () => {
    for (const table of ['messages', 'llm_calls', 'embedding_calls', 'errors', 'feedback'])
      await langBot.run(`DROP TABLE monitoring_${table}`)
    expect(await copy()).toEqual({ sessions: [0, 0, 0] })
    await langBot.run('DROP TABLE monitoring_sessions')
    await expect(copy()).rejects.toThrow("has none of LangBot's monitoring tables, such as monitoring_messages")
  })

  test('without new rows, no checkpoint is written', async () => {
    await langBot.run(sourceMessage('a', '12:00:00'))
    await langBot.run(sourceFeedback('f', '2026-06-05 13:00:00', 1))
    await copy()
    const versions = () =>
      app.db.query(sql`
        SELECT xmin::text, time::text AS what FROM import_checkpoints
        UNION ALL SELECT xmin::text, feedback_id FROM imported_feedback ORDER BY 2`)
    const before = await versions()
    const { statements } = await app.db.record(() => copy())
    expect(statements.filter((text) => /(INSERT INTO|UPDATE) .*import_checkpoints/.test(text))).toEqual([])
    expect(await versions()).toEqual(before)
    expect(before).toHaveLength(3)
  })

  test('a failure contains the name of the source', async () => {
    const address = readAddress(langBot.address)
    const source = await address.open()
    await langBot.run('DROP TABLE monitoring_messages')
    const request = { table: 'monitoring_messages', columns: ['id'], long: [], time: 'timestamp', id: 'id' }
    const failure = await source.readByIds(request, ['a']).catch((error: unknown) => error)
    await source.close()
    expect(failure).toBeInstanceOf(SourceAccessError)
    expect(String(failure)).toMatch(/(no such table: |relation ")monitoring_messages/)
    expect(String(failure)).toContain(`${address.name} cannot be read: `)
  })

  test('more rows than a batch, many with the same time, are all copied, and invalid ones are reported', async () => {
    const values = Array.from(
      { length: 2500 },
      (_, i) => `('id-${i}', '2026-06-05 12:00:0${i % 2}.000000', ${sourceContext}, 'x', 's', 'success', 'info')`,
    )
    await langBot.run(`INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name,
      message_content, session_id, status, level) VALUES ${values.join(', ')}`)
    badRows.length = 0
    await langBot.run(
      sourceFeedback('bad', '0000-06-05 13:00:00', 1).replace('0000', '9999').replace(', 1)', ', -2147483648)'),
    )
    expect(await copy()).toMatchObject({ messages: [2500, 0, 0], feedback: [0, 0, 0] })
    expect(badRows).toEqual([
      'monitoring_feedback bad: feedback_type is -2147483648: expected an integer from -2,147,483,647 to 2,147,483,647',
    ])
  })

  test('rows beyond the retention are not copied, and do not return after they were removed', async () => {
    await langBot.run(sourceMessage('old', '11:00:00').replace('06-05', '06-01'))
    await langBot.run(sourceFeedback('gone', '2026-06-01 13:00:00', 1))
    await langBot.run(sourceFeedback('kept', '2026-06-04 13:00:00', 1))
    await copy()
    const before = new Date('2026-06-03T13:00:30.000Z')
    await pruneRows(app.db.prisma, { before, idleSince: before })
    expect(await app.db.query(sql`SELECT feedback_id FROM imported_feedback`)).toEqual([{ feedback_id: 'fb-kept' }])
    expect(await copy(2)).toEqual(nothingNew)
    expect(await ask('{ messages { totalCount } feedback { nodes { id } } }')).toEqual({
      messages: { totalCount: 0 },
      feedback: { nodes: [{ id: 'kept' }] },
    })
    await langBot.run(sourceMessage('new', '12:00:00'))
    await langBot.run(`DELETE FROM monitoring_feedback WHERE id = 'kept'`)
    expect(await copy(2)).toEqual({ ...nothingNew, messages: [1, 0, 0], feedback: [0, 0, 1] })
  })

  test('messages of megabytes are read a few at a time', async () => {
    const image = 'A'.repeat(3_000_000)
    for (let i = 0; i < 12; i += 1)
      await langBot.run(sourceMessage(`m-${i}`, `12:00:${10 + i}`, 'success', `[{"type":"Image","base64":"${image}"}]`))
    const { result, statements } = await app.db.record(() => copy())
    expect(result).toMatchObject({ messages: [12, 0, 0] })
    expect(statements.filter((text) => text.includes('INSERT INTO "monitoring_messages"'))).toHaveLength(4)
    expect(await copy()).toEqual(nothingNew)
  })
})

test.skipIf(!serverUrl)('a server that does not respond fails after a timeout', async () => {
  const langBot = await startPostgresLangBot()
  const source = await openPostgres(langBot.address, 2000)
  await langBot.run('BEGIN; LOCK TABLE monitoring_messages')
  const request = { table: 'monitoring_messages', columns: ['id'], long: [], time: 'timestamp', id: 'id' }
  await expect(source.readByIds(request, ['a'])).rejects.toThrow('Query read timeout')
  await source.close()
  await langBot.run('ROLLBACK')
  await langBot.stop()
})

test('an address without a database is rejected with a readable error', () => {
  expect(() => readAddress('mysql://x')).toThrow(/postgres:\/\/.*sqlite:/)
  expect(readAddress('postgres://user:secret@host/db').name).toBe('postgres://host:5432/db')
})
