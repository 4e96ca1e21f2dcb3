import sql from 'sql-template-tag'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import type { Queryable } from '../db/queryable.ts'
import { insertRows, upsertRows } from '../db/sql/insert.ts'
import { tableSql } from '../db/sql/rows.ts'
import type { AnyTable, Column } from '../db/sql/table.ts'
import { embeddingCallTable } from '../records/embeddingCalls/table.ts'
import { errorLogTable } from '../records/errors/table.ts'
import { feedbackTable } from '../records/feedback/table.ts'
import { llmCallTable } from '../records/llmCalls/table.ts'
import { messageTable } from '../records/messages/table.ts'
import { sessionTable } from '../records/sessions/table.ts'
import { botIds } from './pipelines.ts'
import { type Conversation, generateTraffic } from './traffic.ts'

/** Any number: with it the same demo comes to be wherever it runs. */
const seed = 7
/** Days of traffic that a new demo begins with. */
const demoDays = 30
const dayMs = 86_400_000
/** Conversations in one transaction. */
const batchSize = 50

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable(), others: z.boolean() })

/** What a database holds as far as the demo is concerned: nothing, a demo from `first` to `last`, or other data. */
export type DemoState =
  | { readonly kind: 'empty' | 'other' }
  | { readonly kind: 'demo'; readonly first: Date; readonly last: Date }

/** Tells whether a database is empty, holds the demo, or holds data that the demo must leave alone. */
export const readDemoState = async (db: Queryable): Promise<DemoState> => {
  const [row] = await db.query(sql`
    SELECT min(timestamp) AS first, max(timestamp) AS last,
      EXISTS (SELECT FROM ${tableSql(messageTable)} WHERE bot_id <> ALL(${[...botIds]}))
        OR EXISTS (SELECT FROM ${tableSql(llmCallTable)} WHERE bot_id <> ALL(${[...botIds]})) AS others
    FROM ${tableSql(messageTable)} WHERE bot_id = ANY(${[...botIds]})`)
  const { first, last, others } = rangeSchema.parse(row)
  if (others) return { kind: 'other' }
  return first && last ? { kind: 'demo', first, last } : { kind: 'empty' }
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
export const findMissing = (state: DemoState, to: Date): Stretch => {
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

const replaceable: readonly [AnyTable & { columns: { id: Column } }, (batch: readonly Conversation[]) => object[]][] = [
  [sessionTable, (batch) => batch.map(({ session }) => session)],
  [messageTable, (batch) => batch.flatMap(({ messages }) => messages)],
]
const lasting: readonly [AnyTable, (batch: readonly Conversation[]) => object[]][] = [
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
