import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAddress } from '../../src/import/langbot/address.ts'
import { followSource } from '../../src/import/langbot/follow.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { copyContext, copyOnce, nothingNew, sourceFeedback, sourceMessage } from '../support/copying.ts'
import { type LangBot, startPostgresLangBot, startSqliteLangBot } from '../support/langbot.ts'

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

  test('it stops between two batches; rows that it did not reach are not removed, and are copied by the next run', async () => {
    await langBot.run(sourceFeedback('old', '2026-06-05 11:00:00', 1))
    await copyOnce(app, langBot)
    const values = Array.from({ length: 2500 }, (_, i) => `('f-${1000 + i}', '2026-06-05 12:00:00', 'fb-${i}', 1)`)
    await langBot.run(
      `INSERT INTO monitoring_feedback (id, timestamp, feedback_id, feedback_type) VALUES ${values.join(', ')}`,
    )
    await langBot.run(`DELETE FROM monitoring_feedback WHERE id = 'old'`)
    await langBot.run(`UPDATE monitoring_feedback SET feedback_type = -2147483648 WHERE id = 'f-2500'`)
    const stopped = new AbortController()
    const events: unknown[] = []
    await followSource({
      ...copyContext(app, []),
      signal: stopped.signal,
      address: readAddress(langBot.address),
      onBadRow: () => stopped.abort(),
      onFailure: (error) => events.push(error),
      onCopied: (counts) => events.push(counts),
    })
    expect(events).toEqual([])
    expect((await app.send('{ feedback { totalCount } }')).data).toEqual({ feedback: { totalCount: 2000 } })
    expect(await copyOnce(app, langBot)).toEqual({ ...nothingNew, feedback: [500, 0, 1] })
  })

  test('following continues after failures until it is stopped, and holds no lock on the source', async () => {
    await langBot.run(sourceMessage('a', '13:00:00'))
    const stopped = new AbortController()
    const events: string[] = []
    const address = readAddress(langBot.address)
    let opened = 0
    await followSource({
      ...copyContext(app, []),
      signal: stopped.signal,
      address: {
        name: address.name,
        open: () => {
          opened += 1
          if (opened === 1) throw new Error('not there yet')
          return address.open()
        },
      },
      onFailure: (error) => events.push(String(error)),
      onCopied: (counts) => {
        events.push(JSON.stringify(counts.get('monitoring_messages')))
        if (events.length === 2) void langBot.run(sourceMessage('b', '13:00:01'))
        if (events.length === 2) void langBot.run('ALTER TABLE monitoring_messages ADD COLUMN more TEXT')
        if (events.length === 3) stopped.abort()
      },
    })
    expect(events).toEqual([
      'Error: not there yet',
      '{"added":1,"changed":0,"removed":0}',
      '{"added":1,"changed":0,"removed":0}',
    ])
  })
})
