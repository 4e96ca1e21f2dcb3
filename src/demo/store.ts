import sql, { join, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Database, Queryable } from '../db/database.ts'
import { insertRows, upsertRows } from '../db/insert.ts'
import { tableSql } from '../db/rows.ts'
import type { AnyTable, IdentifiedTable } from '../db/table.ts'
import { embeddingCallTable } from '../embeddingCalls/table.ts'
import { errorLogTable } from '../errors/table.ts'
import { feedbackTable } from '../feedback/table.ts'
import { llmCallTable } from '../llmCalls/table.ts'
import { messageTable } from '../messages/table.ts'
import { sessionTable } from '../sessions/table.ts'
import { botIds, knowledgeBaseIds } from './pipelines.ts'
import { type Conversation, generateTraffic } from './traffic.ts'

/** Any number: with it the same demo comes to be wherever it runs. */
const seed = 7
const demoTables: readonly AnyTable[] = [
  sessionTable,
  messageTable,
  llmCallTable,
  embeddingCallTable,
  errorLogTable,
  feedbackTable,
]
/** Days of traffic that a new demo begins with. */
const demoDays = 30
const dayMs = 86_400_000
/** Conversations in one transaction. */
const batchSize = 50

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable() })

/** What a database holds of the demo: nothing, or records from `first` to `last`. */
export type DemoRange =
  | { readonly kind: 'empty' }
  | { readonly kind: 'demo'; readonly first: Date; readonly last: Date }

/** What a database holds as far as the demo is concerned; `other` is data that the demo must leave alone. */
export type DemoState = DemoRange | { readonly kind: 'other' }

/** Reads from when to when a database holds the demo, whatever else it holds. */
export const readDemoRange = async (db: Queryable): Promise<DemoRange> => {
  const [row] = await db.query(sql`
    SELECT min(timestamp) AS first, max(timestamp) AS last
    FROM ${tableSql(messageTable)} WHERE bot_id = ANY(${[...botIds]})`)
  const { first, last } = rangeSchema.parse(row)
  return first && last ? { kind: 'demo', first, last } : { kind: 'empty' }
}

/** Every record of the demo belongs to one of its bots; of documents that it stores only the knowledge base is known. */
const isForeignSql = (table: AnyTable): Sql =>
  table === embeddingCallTable
    ? sql`CASE WHEN bot_id IS NULL THEN knowledge_base_id IS NULL OR knowledge_base_id <> ALL(${[...knowledgeBaseIds]})
        ELSE bot_id <> ALL(${[...botIds]}) END`
    : sql`(bot_id IS NULL OR bot_id <> ALL(${[...botIds]}))`

/** Tells whether a database is empty, holds the demo, or holds any record that is not of the demo. */
export const readDemoState = async (db: Queryable): Promise<DemoState> => {
  const foreign = demoTables.map((table) => sql`EXISTS (SELECT FROM ${tableSql(table)} WHERE ${isForeignSql(table)})`)
  const [row] = await db.query<{ foreign: boolean }>(sql`SELECT ${join(foreign, ' OR ')} AS foreign`)
  return row?.foreign ? { kind: 'other' } : readDemoRange(db)
}

/** The stretch of traffic that a demo lacks up to a moment, and since when it is recorded. */
export interface Stretch {
  readonly from: Date
  readonly to: Date
  readonly since: Date
  /** From when on there is something new all the time, also at night. */
  readonly livelySince?: Date
}

/** What is missing up to a moment: thirty days of a new demo, or what came since the last message of an old one. */
export const findMissing = (state: DemoRange, to: Date): Stretch => {
  const earliest = new Date(to.getTime() - demoDays * dayMs)
  if (state.kind !== 'demo') return { from: earliest, to, since: earliest }
  const next = new Date(state.last.getTime() + 1)
  return { from: next > earliest ? next : earliest, to, since: state.first }
}

/**
 * Stores the traffic of a stretch, in transactions of a few conversations each.
 * @param onProgress is told the share of the conversations that are stored by now, from 0 to 1.
 */
export const storeTraffic = async (
  db: Database,
  stretch: Stretch,
  onProgress: (share: number) => void = () => undefined,
): Promise<void> => {
  const conversations = [...generateTraffic({ ...stretch, seed })]
  for (let start = 0; start < conversations.length; start += batchSize) {
    const batch = conversations.slice(start, start + batchSize)
    await db.transaction((tx) => storeConversations(tx, batch))
    onProgress((start + batch.length) / conversations.length)
  }
}

const replaceable: readonly [IdentifiedTable, (batch: readonly Conversation[]) => object[]][] = [
  [sessionTable, (batch) => batch.map(({ session }) => session)],
  [messageTable, (batch) => batch.flatMap(({ messages }) => messages)],
]
const lasting: readonly [IdentifiedTable, (batch: readonly Conversation[]) => object[]][] = [
  [llmCallTable, (batch) => batch.flatMap(({ llmCalls }) => llmCalls)],
  [embeddingCallTable, (batch) => batch.flatMap(({ embeddingCalls }) => embeddingCalls)],
  [errorLogTable, (batch) => batch.flatMap(({ errors }) => errors)],
  [feedbackTable, (batch) => batch.flatMap(({ feedback }) => feedback)],
]

const storeConversations = async (tx: Queryable, batch: readonly Conversation[]): Promise<void> => {
  for (const [table, rowsOf] of replaceable)
    await upsertRows(
      tx,
      table,
      rowsOf(batch).map((row) => ({ ...row })),
    )
  for (const [table, rowsOf] of lasting)
    await insertRows(
      tx,
      table,
      rowsOf(batch).map((row) => ({ ...row })),
    )
}
