import './schema.ts'
import type { ToolCall } from '../../db/generated/client.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { ToolSource } from './enums.ts'
import { limitStored } from './limitText.ts'
import { toolCallTable } from './table.ts'

defineRecordMutation<ToolCall>({
  mutation: 'recordToolCalls',
  description: 'Records tool calls.',
  record: 'ToolCall',
  table: toolCallTable,
  required: ['toolName', 'toolSource', 'durationMs'],
  absent: { ...inheritedContext, status: 'SUCCESS' },
  types: { toolSource: ToolSource.type, status: CallStatus.type },
  defaults: { status: 'success' },
  kinds: { toolSource: ToolSource.names, status: CallStatus.names },
  prepare: ({ arguments: given, result }) => ({ arguments: limitStored(given), result: limitStored(result) }),
  store: storeInheriting('ToolCall', toolCallTable),
})
