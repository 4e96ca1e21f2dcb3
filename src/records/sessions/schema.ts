import { builder } from '../../graphql/builder.ts'
import {
  chatKinds,
  defineFilter,
  emptyList,
  IntRange,
  monitoringFields,
  nullValue,
  searchField,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { type SessionFields, sessionSource } from './source.ts'

/** A session, as a GraphQL type. */
export const Session = builder.prismaObject('Session', {
  fields: (t) => ({
    id: t.exposeID('id'),
    botId: t.exposeID('botId'),
    botName: t.exposeString('botName'),
    pipelineId: t.exposeID('pipelineId'),
    pipelineName: t.exposeString('pipelineName'),
    messageCount: t.exposeInt('messageCount'),
    startTime: t.expose('startTime', { type: 'DateTime' }),
    lastActivity: t.expose('lastActivity', { type: 'DateTime' }),
    isActive: t.exposeBoolean('isActive'),
    platform: t.exposeString('platform', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'Session',
  node: Session,
  source: sessionSource,
  filter: defineFilter<SessionFields>('SessionFilter', 'sessions', (t) => ({
    ...monitoringFields(t, {
      matched: 'sessions that started',
      hasOrigin: true,
      origin: 'sessions whose newest message is of one of these',
    }),
    isActive: t.boolean({
      description: `True: only active sessions. False: only inactive sessions. ${nullValue}`,
    }),
    platforms: chatKinds(t),
    userIds: t.idList({
      description: `Only sessions whose \`userId\` is one of these: in a group, that is only the user of the newest message. For sessions in which a user wrote, use \`messages: { some: { userIds: … } }\`. At most 1,000 values. ${emptyList}`,
    }),
    messageCount: t.field({
      type: IntRange,
      description: `Number of recorded messages (\`messageCount\`), as a range. ${nullValue}`,
    }),
    search: searchField(t, 'the id, the user id or the user name'),
  })),
  order: defineOrder('SessionOrder', {
    LAST_ACTIVITY: 'Time of the latest message.',
    START_TIME: 'Time of the first message.',
    MESSAGE_COUNT: 'Number of recorded messages, including deleted ones.',
    DURATION:
      'Time from `startTime` to `lastActivity`. Differs from `durationSeconds` if the first or the latest message has been deleted.',
  }),
  list: { name: 'sessions', description: 'Sessions, latest activity first by default.' },
  single: { name: 'session', description: 'The session with the given id. Null if it does not exist.' },
  live: [
    {
      name: 'sessionChanged',
      description:
        'Sessions that began, received a message, became inactive (with `endSession` or after `SESSION_IDLE_MINUTES` without a message) or changed otherwise.',
      changes: ['added', 'changed'],
    },
  ],
})
