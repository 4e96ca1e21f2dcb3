import { defineLoader } from '../../graphql/loader.ts'
import { defineRecordById } from '../../graphql/recordById.ts'
import { findMessageStats, type MessageStats } from './source.ts'
import { messageTable } from './table.ts'

/** Messages by their id, with the given fields; null where there is none. */
export const messageById = defineRecordById(messageTable)

/** The messages' figures by session. */
export const messageStatsBySessionId = defineLoader<MessageStats>(findMessageStats, () => ({
  total: 0,
  success: 0,
  error: 0,
  pending: 0,
  first: null,
  last: null,
}))
