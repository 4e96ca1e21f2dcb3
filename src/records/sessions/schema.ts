import { builder } from '../../graphql/builder.ts'
import { defineFilter, IntRange, idList, monitoringFields, searchField, textList } from '../../graphql/filterInput.ts'
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
    ...monitoringFields(t),
    startTime: t.field({
      type: 'DateTime',
      description: 'Only sessions that began at this time or later; absent: from the beginning.',
    }),
    endTime: t.field({
      type: 'DateTime',
      description: 'Only sessions that began at this time or earlier; absent: to the end.',
    }),
    isActive: t.boolean({ description: 'Only sessions that still go on, or only those that do not; absent: both.' }),
    platforms: textList(t, 'platform'),
    userIds: idList(t, 'user ids'),
    messageCount: t.field({ type: IntRange, description: 'Only sessions with so many counted messages.' }),
    search: searchField(t, 'the id, the user id or the user name'),
  })),
  order: defineOrder('SessionOrder', {
    LAST_ACTIVITY: 'When something last happened in the session.',
    START_TIME: 'When the session began.',
    MESSAGE_COUNT: 'Messages counted while they were recorded.',
  }),
  list: { name: 'sessions', description: 'Sessions, the one with the latest activity first.' },
  single: { name: 'session', description: 'The session with an id. Null where there is none.' },
})
