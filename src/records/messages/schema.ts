import { builder } from '../../graphql/builder.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
import { joinHints, longText } from '../../graphql/costHints.ts'
import {
  chatKinds,
  defineFilter,
  emptyList,
  idList,
  monitoringFields,
  searchField,
  storedContent,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
import { readJson } from '../../shared/json.ts'
import { readMessageText } from '../../shared/messageText.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { MessageLevel, MessageRole, MessageStatus } from './enums.ts'
import { type MessageStats, messageStatsBySessionId } from './loaders.ts'
import { type MessageFields, messageSource } from './source.ts'

/** A message, as a GraphQL type. */
export const Message = builder.prismaObject('Message', {
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
      description:
        'Plain text of the message. For a message chain, the text of its parts, with placeholders for media, e.g. `[Image]`. For any other content, the stored text.',
      ...joinHints(longText, reads('messageContent')),
      resolve: ({ messageContent }) => readMessageText(messageContent),
    }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    status: t.field(MessageStatus.field('Message', 'status')),
    level: t.field(MessageLevel.field('Message', 'level')),
    platform: t.exposeString('platform', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    role: t.field(MessageRole.nullableField('Message', 'role')),
    variables: t.field({
      ...joinHints(longText, reads('variables')),
      type: 'JSON',
      nullable: true,
      description: columnDoc('Message', 'variables'),
      resolve: ({ variables }) => readJson(variables),
    }),
  }),
})

/** The resolvers of lists of messages. */
export const messageLists = defineRecordFields({
  name: 'Message',
  node: Message,
  source: messageSource,
  filter: defineFilter<MessageFields>('MessageFilter', 'messages', (t) => ({
    ...monitoringFields(t, { hasOrigin: true }),
    sessionIds: idList(t, 'session ids'),
    statuses: t.field({
      type: [MessageStatus.type],
      description: `Only messages with one of these statuses. ${emptyList}`,
    }),
    levels: t.field({ type: [MessageLevel.type], description: `Only messages with one of these levels. ${emptyList}` }),
    roles: t.field({ type: [MessageRole.type], description: `Only messages by one of these authors. ${emptyList}` }),
    platforms: chatKinds(t),
    userIds: idList(t, 'user ids'),
    runnerNames: textList(t, 'runner name'),
    search: searchField(t, 'the stored `messageContent`, the user id or the user name', storedContent),
  })),
  order: defineOrder('MessageOrder', { TIMESTAMP: 'Time of the message.' }),
  list: { name: 'messages', description: 'Messages, newest first by default.' },
  single: { name: 'message', description: 'The message with the given id. Null if it does not exist.' },
  ofSession: 'Messages of the session, newest first by default.',
  live: [
    { name: 'messageRecorded', description: 'New messages.', changes: ['added'] },
    {
      name: 'messageUpdated',
      description: 'Messages that changed, e.g. their status.',
      changes: ['changed'],
    },
  ],
})

const MessageStatsType = builder.objectRef<MessageStats>('MessageStats').implement({
  description: 'Number of messages of a session, by status.',
  fields: (t) => ({
    total: t.expose('total', {
      type: 'SafeInt',
      description: 'Number of messages with any status, including UNKNOWN.',
    }),
    success: t.expose('success', { type: 'SafeInt', description: 'Number of messages with the status SUCCESS.' }),
    error: t.expose('error', { type: 'SafeInt', description: 'Number of messages with the status ERROR.' }),
    pending: t.expose('pending', { type: 'SafeInt', description: 'Number of messages with the status PENDING.' }),
  }),
})

builder.prismaObjectFields('Session', (t) => ({
  messageStats: t.field({
    type: MessageStatsType,
    description: 'Number of stored messages of the session, by status.',
    ...reads(),
    resolve: ({ id }, _args, context) => messageStatsBySessionId(context, undefined).load(id),
  }),
  durationSeconds: t.field({
    type: 'SafeInt',
    description:
      'Time between the first and the last stored message of the session, in seconds, truncated to an integer. 0 if there are no messages.',
    ...reads(),
    resolve: async ({ id }, _args, context) => readDuration(await messageStatsBySessionId(context, undefined).load(id)),
  }),
}))

const readDuration = ({ first, last }: MessageStats): number =>
  first && last ? Math.trunc((last.getTime() - first.getTime()) / 1000) : 0
