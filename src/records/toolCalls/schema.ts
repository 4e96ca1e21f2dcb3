import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { joinHints, longText } from '../../graphql/costHints.ts'
import {
  contextFields,
  defineFilter,
  emptyList,
  IntRange,
  monitoringFields,
  nullValue,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
import { badInput } from '../../shared/errors.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { ToolSource } from './enums.ts'
import { limitText, maxStoredLength } from './limitText.ts'
import { type ToolCallFields, toolCallSource } from './source.ts'
import { ToolStats, toolStatsBy } from './stats.ts'

const lengthArgs = builder.args((t) => ({
  maxLength: t.int({
    description:
      'Maximum number of characters, 1 to 20,000. Longer text is truncated to this length, which includes a note of its original length at its end, e.g. `… [truncated, 31000 characters]`; if `maxLength` is too short for the note, the note is omitted. Null means the stored text in full, which has at most 20,000 characters.',
  }),
}))

/** @throws BAD_USER_INPUT if the length is out of range. */
const shorten = (text: string | null, maxLength: number | null | undefined): string | null => {
  if (maxLength == null) return text
  if (maxLength < 1 || maxLength > maxStoredLength)
    throw badInput(`maxLength must be from 1 to ${maxStoredLength}, not ${maxLength}`)
  return text === null ? null : limitText(text, maxLength)
}

const ToolCall = builder.prismaObject('ToolCall', {
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    toolName: t.exposeString('toolName'),
    toolSource: t.field(ToolSource.field('ToolCall', 'toolSource')),
    durationMs: t.exposeInt('durationMs'),
    status: t.field(CallStatus.field('ToolCall', 'status')),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    arguments: t.string({
      nullable: true,
      description: 'Arguments of the call as text, usually JSON. Null if none were recorded.',
      args: lengthArgs,
      ...joinHints(longText, reads('arguments')),
      resolve: (call, { maxLength }) => shorten(call.arguments, maxLength),
    }),
    result: t.string({
      nullable: true,
      description: 'Result of the call as text. Null if none was recorded.',
      args: lengthArgs,
      ...joinHints(longText, reads('result')),
      resolve: ({ result }, { maxLength }) => shorten(result, maxLength),
    }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'ToolCall',
  node: ToolCall,
  source: toolCallSource,
  filter: defineFilter<ToolCallFields>('ToolCallFilter', 'tool calls', (t) => ({
    ...monitoringFields(t),
    ...contextFields(t),
    toolNames: textList(t, 'tool name'),
    toolSources: t.field({
      type: [ToolSource.type],
      description: `Only calls of tools with one of these sources. ${emptyList}`,
    }),
    statuses: t.field({ type: [CallStatus.type], description: `Only calls with one of these statuses. ${emptyList}` }),
    durationMs: t.field({ type: IntRange, description: `Duration in milliseconds, as a range. ${nullValue}` }),
    search: searchField(t, 'the arguments, the result or the error message'),
  })),
  order: defineOrder('ToolCallOrder', {
    TIMESTAMP: 'Time of the call.',
    DURATION: 'Duration of the call.',
  }),
  list: { name: 'toolCalls', description: 'Tool calls, newest first by default.' },
  single: { name: 'toolCall', description: 'The tool call with the given id. Null if it does not exist.' },
  ofMessage: 'Tool calls made while the message was handled, oldest first.',
  ofTurn: 'Tool calls of all messages of the turn, oldest first.',
  ofSession: 'Tool calls made in the session, newest first by default.',
  live: [{ name: 'toolCallRecorded', description: 'New tool calls.', changes: ['added'] }],
})

for (const parent of ['Message', 'Turn', 'Session'] as const)
  builder.prismaObjectField(parent, 'toolStats', (t) =>
    t.field({
      type: ToolStats,
      description: `Statistics of the tool calls of the ${parent.toLowerCase()}.`,
      ...reads(),
      resolve: ({ id }, _args, context) => toolStatsBy[parent](context, undefined).load(id),
    }),
  )
