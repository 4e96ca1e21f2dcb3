import sql, { join, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../db/client.ts'
import { tableSql } from '../db/sql/rows.ts'
import type { AnyTable } from '../db/sql/table.ts'
import { messageTable } from '../records/messages/table.ts'
import { records } from '../records/registry.ts'
import { day } from '../shared/duration.ts'
import { botIds, knowledgeBaseIds } from './pipelines.ts'
import { generateTraffic } from './traffic.ts'
import type { Conversation } from './window.ts'

/** The fixed seed, so that the demo is the same on every machine. */
const seed = 7
/** Days of traffic in a new demo. */
const demoDays = 30
/** Conversations per transaction. */
const batchSize = 50
/** Milliseconds that a transaction may wait for a connection and run, with a margin for slow machines. */
const transactionTimes = { maxWait: 30_000, timeout: 60_000 }

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable() })

/** The demo data in a database: none, or records from `first` to `last`. */
export type DemoRange =
  | { readonly kind: 'empty' }
  | { readonly kind: 'demo'; readonly first: Date; readonly last: Date }

/** The state of a database for the demo. `other` means other data, which the demo must not change. */
export type DemoState = DemoRange | { readonly kind: 'other' }

/** Reads the time range of the demo data in a database, regardless of other data. */
export const readDemoRange = async (prisma: Db): Promise<DemoRange> => {
  const [range] = await prisma.$statistics(
    rangeSchema,
    sql`
    SELECT min(timestamp) AS first, max(timestamp) AS last
    FROM ${tableSql(messageTable)} WHERE bot_id = ANY(${[...botIds]})`,
  )
  const { first = null, last = null } = range ?? {}
  return first && last ? { kind: 'demo', first, last } : { kind: 'empty' }
}

/** Every record of the demo belongs to one of its bots, except documents, of which only the knowledge base is known. */
const isForeignSql = ({ columns }: AnyTable): Sql => {
  const isForeign = sql`bot_id IS NULL OR bot_id <> ALL(${[...botIds]})`
  return 'knowledgeBaseId' in columns
    ? sql`CASE WHEN bot_id IS NULL THEN knowledge_base_id IS NULL OR knowledge_base_id <> ALL(${[...knowledgeBaseIds]})
        ELSE ${isForeign} END`
    : sql`(${isForeign})`
}

/** Determines whether a database is empty, contains only the demo, or contains any other record. */
export const readDemoState = async (prisma: Db): Promise<DemoState> => {
  const foreign = records.map(
    ({ table }) => sql`EXISTS (SELECT 1 FROM ${tableSql(table)} WHERE ${isForeignSql(table)})`,
  )
  const [row] = await prisma.$statistics(
    z.object({ foreign: z.boolean() }),
    sql`SELECT ${join(foreign, ' OR ')} AS foreign`,
  )
  return row?.foreign ? { kind: 'other' } : readDemoRange(prisma)
}

/** The time range of the traffic that a demo is missing, and the start of its recording. */
export interface Stretch {
  readonly from: Date
  readonly to: Date
  readonly since: Date
  /** The time since which there are new records continuously, also at night. */
  readonly extraSince?: Date
}

/**
 * Finds the missing traffic up to a time: thirty days of a new demo, or that since the last message of an existing one.
 */
export const findMissing = (state: DemoRange, to: Date): Stretch => {
  const earliest = new Date(to.getTime() - demoDays * day)
  if (state.kind !== 'demo') return { from: earliest, to, since: earliest }
  const next = new Date(state.last.getTime() + 1)
  return { from: next > earliest ? next : earliest, to, since: state.first }
}

/**
 * Stores the traffic of a time range, in transactions of a few conversations each.
 * @param onProgress called with the share of stored conversations, from 0 to 1.
 */
export const storeTraffic = async (
  prisma: Db,
  stretch: Stretch,
  onProgress: (share: number) => void = () => undefined,
): Promise<void> => {
  const conversations = generateTraffic({ ...stretch, seed })
  for (let start = 0; start < conversations.length; start += batchSize) {
    const batch = conversations.slice(start, start + batchSize)
    await storeConversations(prisma, batch)
    onProgress((start + batch.length) / conversations.length)
  }
}

/**
 * Stores conversations in one transaction. Sessions and messages are replaced, since a conversation may continue. Other
 * existing records are left unchanged.
 */
const storeConversations = (prisma: Db, batch: readonly Conversation[]): Promise<void> => {
  const sessions = batch.map(({ session }) => session)
  const messages = batch.flatMap((conversation) => conversation.messages)
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  return prisma.$transaction(async (tx) => {
    await tx.session.deleteMany({ where: { id: { in: idsOf(sessions) } } })
    await tx.message.deleteMany({ where: { id: { in: idsOf(messages) } } })
    await tx.session.createMany({ data: sessions })
    await tx.message.createMany({ data: messages })
    await tx.llmCall.createMany({ data: batch.flatMap(({ llmCalls }) => llmCalls), skipDuplicates: true })
    await tx.embeddingCall.createMany({
      data: batch.flatMap(({ embeddingCalls }) => embeddingCalls),
      skipDuplicates: true,
    })
    await tx.toolCall.createMany({ data: batch.flatMap(({ toolCalls }) => toolCalls), skipDuplicates: true })
    await tx.errorLog.createMany({ data: batch.flatMap(({ errors }) => errors), skipDuplicates: true })
    await tx.feedback.createMany({ data: batch.flatMap(({ feedback }) => feedback), skipDuplicates: true })
  }, transactionTimes)
}
