import { nameLength, optional } from '../../db/sql/table.ts'

/** The columns that refer to the bot, pipeline, session and message of a record, if known. */
export const originColumns = {
  botId: optional('bot_id', 'text', nameLength),
  botName: optional('bot_name', 'text', nameLength),
  pipelineId: optional('pipeline_id', 'text', nameLength),
  pipelineName: optional('pipeline_name', 'text', nameLength),
  sessionId: optional('session_id', 'text', nameLength),
  messageId: optional('message_id', 'text', nameLength),
}
