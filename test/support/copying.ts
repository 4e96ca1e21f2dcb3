import { readAddress } from '../../src/import/langbot/address.ts'
import { copyAll } from '../../src/import/langbot/copyAll.ts'
import type { TestApp } from './app.ts'
import type { LangBot } from './langbot.ts'

/** The bot and pipeline of rows, as SQL values. */
export const sourceContext = `'b', 'Bot', 'p', 'Pipe'`

/** Adds a message to LangBot's database, on 5 June 2026. */
export const sourceMessage = (id: string, time: string, status = 'success', content = 'hi'): string =>
  `INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
    session_id, status, level, workspace_uuid)
    VALUES ('${id}', '2026-06-05 ${time}', ${sourceContext}, '${content}', 's', '${status}', 'info', 'w')`

/** Adds feedback to LangBot's database. */
export const sourceFeedback = (id: string, time: string, type: number): string =>
  `INSERT INTO monitoring_feedback (id, timestamp, feedback_id, feedback_type)
    VALUES ('${id}', '${time}', 'fb-${id}', ${type})`

/** The output of a copy without new rows. */
export const nothingNew = {
  messages: [0, 0, 0],
  sessions: [0, 0, 0],
  llm_calls: [0, 0, 0],
  embedding_calls: [0, 0, 0],
  errors: [0, 0, 0],
  feedback: [0, 0, 0],
}

/** Options to copy into an app, at half a minute past one o'clock. Invalid rows are added to the list. */
export const copyContext = (app: TestApp, badRows: string[]) => ({
  prisma: app.db.prisma,
  recording: { sessionIdleMinutes: 30, keepMedia: false },
  now: () => new Date('2026-06-05T13:00:30.000Z'),
  onBadRow: (table: string, id: string, reason: string) => badRows.push(`${table} ${id}: ${reason}`),
})

/** Copies LangBot's database once, and returns the number of added, changed and removed rows by table. */
export const copyOnce = async (
  app: TestApp,
  langBot: LangBot,
  { retentionDays, badRows = [] }: { readonly retentionDays?: number; readonly badRows?: string[] } = {},
) => {
  const address = readAddress(langBot.address)
  const source = await address.open()
  const counts = await copyAll({ ...copyContext(app, badRows), retentionDays, source, name: address.name })
  await source.close()
  return Object.fromEntries(
    [...counts].map(([table, { added, changed, removed }]) => [
      table.replace('monitoring_', ''),
      [added, changed, removed],
    ]),
  )
}
