import { builder } from '../graphql/builder.ts'
import { longText } from '../graphql/costHints.ts'
import { defineFilter, idList, monitoringFields, searchField, textList } from '../graphql/filterInput.ts'
import { idArg, readId } from '../graphql/idArg.ts'
import { defineList } from '../graphql/list.ts'
import { defineOrder } from '../graphql/orderInput.ts'
import { selectedFields } from '../graphql/selection.ts'
import { readJson } from '../shared/json.ts'
import { readMessageText } from '../shared/messageText.ts'
import { MessageLevel, MessageRole, MessageStatus } from './enums.ts'
import { messageById, messageStatsBySessionId } from './loaders.ts'
import { type MessageFields, type MessageStats, messageSource } from './queries.ts'

const Message = builder.prismaObject('Message', {
  select: { id: true },
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    botId: t.exposeID('botId'),
    botName: t.exposeString('botName'),
    pipelineId: t.exposeID('pipelineId'),
    pipelineName: t.exposeString('pipelineName'),
    runnerName: t.exposeString('runnerName', { nullable: true }),
    messageContent: t.exposeString('messageContent', longText),
    messageText: t.string({
      ...longText,
      description:
        'The plain text of the message: of a message chain the texts of its parts, with media named in brackets, e.g. `[Image]`; of any other content the stored text as it is.',
      select: { messageContent: true },
      resolve: ({ messageContent }) => readMessageText(messageContent),
    }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    status: t.field({
      type: MessageStatus.type,
      description: 'How the handling of the message ended.',
      select: { status: true },
      resolve: ({ status }) => MessageStatus.read(status),
    }),
    level: t.field({
      type: MessageLevel.type,
      description: 'Severity of the message.',
      select: { level: true },
      resolve: ({ level }) => MessageLevel.read(level),
    }),
    platform: t.exposeString('platform', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    role: t.field({
      type: MessageRole.type,
      nullable: true,
      description: 'Who speaks in the message; null in records of versions that did not store it.',
      select: { role: true },
      resolve: ({ role }) => (role === null ? null : MessageRole.read(role)),
    }),
    variables: t.field({
      ...longText,
      type: 'JSON',
      nullable: true,
      description:
        'Variables of the query that the message belongs to; null where none were recorded. Stored text that is not JSON is given as a string.',
      select: { variables: true },
      resolve: ({ variables }) => readJson(variables),
    }),
  }),
})

const messages = defineList({
  name: 'Message',
  node: Message,
  source: messageSource,
  filter: defineFilter<MessageFields>('MessageFilter', 'messages', (t) => ({
    ...monitoringFields(t),
    sessionIds: idList(t, 'session ids'),
    statuses: t.field({ type: [MessageStatus.type], description: 'Only messages with one of these statuses.' }),
    levels: t.field({ type: [MessageLevel.type], description: 'Only messages of one of these levels.' }),
    roles: t.field({ type: [MessageRole.type], description: 'Only messages in which one of these speaks.' }),
    platforms: textList(t, 'platform'),
    userIds: idList(t, 'user ids'),
    runnerNames: textList(t, 'runner name'),
    search: searchField(t, 'the content, the user id or the user name'),
  })),
  order: defineOrder('MessageOrder', { TIMESTAMP: 'When the message was recorded.' }),
})

builder.queryFields((t) => ({
  messages: t.field({
    type: messages.connection,
    description: 'Messages, the newest first.',
    args: messages.args,
    resolve: (_root, args, context, info) => messages.resolve(context, info, args),
  }),
  message: t.field({
    type: Message,
    nullable: true,
    description: 'The message with an id; null where there is none.',
    args: idArg,
    resolve: (_root, { id }, context, info) =>
      messageById(context, selectedFields(context, info, 'Message')).load(readId(id)),
  }),
}))

for (const child of ['LlmCall', 'EmbeddingCall', 'ErrorLog', 'Feedback'] as const)
  builder.prismaObjectField(child, 'message', (t) =>
    t.field({
      type: Message,
      nullable: true,
      description: 'The message that this belongs to; null where there is none, or where it is not stored.',
      select: { messageId: true },
      resolve: ({ messageId }, _args, context, info) =>
        messageId === null ? null : messageById(context, selectedFields(context, info, 'Message')).load(messageId),
    }),
  )

const messagesOfSession = messages.forParent('sessionId')

const MessageStatsType = builder.objectRef<MessageStats>('MessageStats').implement({
  description: 'How many messages a session has, by how they ended.',
  fields: (t) => ({
    total: t.expose('total', { type: 'SafeInt', description: 'All messages.' }),
    success: t.expose('success', { type: 'SafeInt', description: 'Messages with the status SUCCESS.' }),
    error: t.expose('error', { type: 'SafeInt', description: 'Messages with the status ERROR.' }),
    pending: t.expose('pending', { type: 'SafeInt', description: 'Messages with the status PENDING.' }),
  }),
})

builder.prismaObjectFields('Session', (t) => ({
  messages: t.field({
    type: messages.connection,
    description: "The session's messages, the newest first.",
    args: messages.args,
    select: { id: true },
    resolve: ({ id }, args, context, info) => messagesOfSession(context, info, args, id),
  }),
  messageStats: t.field({
    type: MessageStatsType,
    description: "Counts of the session's stored messages.",
    select: { id: true },
    resolve: ({ id }, _args, context) => messageStatsBySessionId(context, undefined).load(id),
  }),
  durationSeconds: t.field({
    type: 'SafeInt',
    description: "From the session's first message to its last, in whole seconds; 0 without messages.",
    select: { id: true },
    resolve: async ({ id }, _args, context) => readDuration(await messageStatsBySessionId(context, undefined).load(id)),
  }),
}))

const readDuration = ({ first, last }: MessageStats): number =>
  first && last ? Math.trunc((last.getTime() - first.getTime()) / 1000) : 0
