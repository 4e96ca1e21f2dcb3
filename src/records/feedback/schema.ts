import { builder } from '../../graphql/builder.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
import {
  contextFields,
  defineFilter,
  emptyList,
  monitoringFields,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
import { readTextList } from '../../shared/json.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { FeedbackType } from './enums.ts'
import { type FeedbackFields, feedbackSource } from './source.ts'

const Feedback = builder.prismaObject('Feedback', {
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    feedbackId: t.exposeID('feedbackId'),
    type: t.field(FeedbackType.field('Feedback', 'type')),
    content: t.exposeString('content', { nullable: true }),
    inaccurateReasons: t.stringList({
      description: columnDoc('Feedback', 'inaccurateReasons'),
      ...reads('inaccurateReasons'),
      resolve: ({ inaccurateReasons }) => readTextList(inaccurateReasons),
    }),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    streamId: t.exposeID('streamId', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'Feedback',
  node: Feedback,
  source: feedbackSource,
  filter: defineFilter<FeedbackFields>('FeedbackFilter', 'feedback', (t) => ({
    ...monitoringFields(t),
    types: t.field({ type: [FeedbackType.type], description: `Only feedback of one of these types. ${emptyList}` }),
    ...contextFields(t, textList(t, 'messaging platform (`platform`, not the kind of chat)')),
    search: searchField(t, 'the content'),
  })),
  order: defineOrder('FeedbackOrder', { TIMESTAMP: 'Time at which the feedback was given or last changed.' }),
  list: { name: 'feedback', description: 'User feedback on replies, newest first by default.' },
  single: {
    name: 'feedbackRecord',
    description: 'The feedback record with the given `id`, not `feedbackId`. Null if it does not exist.',
  },
  ofMessage: 'Feedback on the message, oldest first.',
  ofTurn: 'Feedback on all messages of the turn, oldest first.',
  ofSession: 'Feedback given in the session, newest first by default.',
  live: [
    {
      name: 'feedbackRecorded',
      description:
        'New feedback, and stored feedback of which any field changed. Withdrawn feedback (`RecordFeedbackType.CANCEL`) is deleted without an event.',
      changes: ['added', 'changed'],
    },
  ],
})
