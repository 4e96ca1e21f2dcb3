import type { Message } from '../db/generated/client.ts'
import { readByIds } from '../db/rows.ts'
import { defineLoader } from '../graphql/loader.ts'
import { findMessageStats, type MessageStats } from './queries.ts'
import { messageTable } from './table.ts'

/** Messages by their id, with the given fields; null where there is none. */
export const messageById = defineLoader<Message | null, readonly string[]>(
  async (db, ids, fields) =>
    new Map((await readByIds(db, messageTable, ids, fields)).map((message) => [message.id, message])),
  () => null,
)

/** The messages' figures by session. */
export const messageStatsBySessionId = defineLoader<MessageStats>(findMessageStats, () => ({
  total: 0,
  success: 0,
  error: 0,
  pending: 0,
  first: null,
  last: null,
}))
