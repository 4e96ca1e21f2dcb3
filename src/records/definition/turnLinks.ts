import sql, { type Sql } from 'sql-template-tag'
import { tableSql } from '../../db/sql/rows.ts'
import type { AnyTable } from '../../db/sql/table.ts'

/** What the id of a message equals if it is a message of the given turn. */
export const messageOfTurn = (turnId: Sql): Sql =>
  sql`ANY((SELECT message_ids FROM botlens_turns WHERE id = ${turnId})::text[])`

/** What the id of a message equals if it is a reply of the given turn. */
export const replyOfTurn = (turnId: Sql): Sql =>
  sql`ANY((SELECT array_remove(message_ids, question_id) FROM botlens_turns WHERE id = ${turnId})::text[])`

/** What the id of a turn equals if the given message belongs to it. */
export const turnOfMessage = (messageId: Sql): Sql =>
  sql`(SELECT turn_id FROM botlens_turn_messages WHERE message_id = ${messageId})`

/** What the id of a message equals if the given message is a reply to it. */
export const questionOfReply = (messageId: Sql): Sql =>
  sql`(SELECT nullif(turn_id, message_id) FROM botlens_turn_messages WHERE message_id = ${messageId})`

/** The records, named `record`, of the messages of many turns, named `turn`: the part of a statement from `FROM` on. */
export const fromRecordsOfTurns = (table: AnyTable, turnIds: readonly string[]): Sql => sql`
  FROM botlens_turns AS turn JOIN ${tableSql(table)} AS record ON record.message_id = ANY(turn.message_ids)
  WHERE turn.id = ANY(${turnIds})`

/** The name of the model of the newest LLM call of the turn that the given message belongs to. */
export const modelOfMessage = (messageId: Sql): Sql =>
  sql`(SELECT model_name FROM botlens_turns WHERE id = ${turnOfMessage(messageId)})`
