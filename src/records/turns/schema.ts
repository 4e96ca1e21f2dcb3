import { builder } from '../../graphql/builder.ts'
import {
  defineFilter,
  IntRange,
  idList,
  monitoringFields,
  nullValue,
  searchField,
  storedContent,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { type TurnFields, turnSource } from './source.ts'

/** A turn, as a GraphQL type. */
export const Turn = builder.prismaObject('Turn', {
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    botId: t.exposeID('botId'),
    botName: t.exposeString('botName'),
    pipelineId: t.exposeID('pipelineId'),
    pipelineName: t.exposeString('pipelineName'),
    runnerName: t.exposeString('runnerName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    replyCount: t.exposeInt('replyCount'),
    firstReplyMs: t.expose('firstReplyMs', { type: 'SafeInt', nullable: true }),
    endTime: t.expose('endTime', { type: 'DateTime' }),
    durationMs: t.expose('durationMs', { type: 'SafeInt' }),
    modelName: t.exposeString('modelName', { nullable: true }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt' }),
    totalCost: t.exposeFloat('totalCost'),
    errorCount: t.exposeInt('errorCount'),
    feedbackCount: t.exposeInt('feedbackCount'),
    likes: t.exposeInt('likes'),
    dislikes: t.exposeInt('dislikes'),
  }),
})

/** Note on filter fields whose values are not stored. */
const computed =
  'Slow without a narrow time window: computed, without an index, for every turn that matches all other conditions.'

/** Note on sort fields whose values are not stored. */
const computedOrder =
  'Slow without a narrow time window: computed, without an index, for every turn that matches the filter.'

defineRecordFields({
  name: 'Turn',
  node: Turn,
  source: turnSource,
  filter: defineFilter<TurnFields>('TurnFilter', 'turns', (t) => ({
    ...monitoringFields(t, {
      matched: 'turns whose first message is',
      hasOrigin: true,
      origin: 'turns whose first message is of one of these',
    }),
    sessionIds: idList(t, 'session ids'),
    platforms: textList(t, 'first message has a kind of chat (`platform`, not the messaging platform) that'),
    userIds: idList(t, 'user ids (the user of the first message)'),
    runnerNames: textList(t, 'first message has a runner name that'),
    hasReply: t.boolean({
      description: `True: only turns with a reply, including those that began with one. False: only turns without a reply. ${nullValue} ${computed}`,
    }),
    hasErrors: t.boolean({
      description: `True: only turns whose list \`errors\` is not empty. False: only turns whose list \`errors\` is empty. ${nullValue}`,
    }),
    hasFeedback: t.boolean({
      description: `True: only turns whose list \`feedback\` is not empty. False: only turns whose list \`feedback\` is empty. ${nullValue}`,
    }),
    firstReplyMs: t.field({
      type: IntRange,
      description: `Time to the first reply in milliseconds, as a range. Turns without a reply, or that began with one, match no bound. ${nullValue} ${computed}`,
    }),
    search: searchField(t, 'the stored `messageContent` of the question or of a reply', storedContent),
  })),
  order: defineOrder('TurnOrder', {
    TIMESTAMP: 'Time of the first message.',
    FIRST_REPLY_MS: `Time to the first reply. Turns without a reply, or that began with one, come last in either direction. ${computedOrder}`,
    DURATION: `Time from the first to the last message; 0 for turns with a single message. ${computedOrder}`,
    TOTAL_TOKENS: `Total number of tokens of the LLM calls. ${computedOrder}`,
    TOTAL_COST: `Total cost of the LLM calls. ${computedOrder}`,
  }),
  list: {
    name: 'turns',
    description:
      'Turns, newest first by default. A turn is a message of a user with the replies to it, or a reply without a message of a user before it. The time window applies to the first message of a turn; its replies may be later.',
  },
  single: {
    name: 'turn',
    description:
      'The turn with the given id, which is that of its first message. Null if no turn begins with a message of this id.',
  },
  ofSession: 'Turns of the session, newest first by default.',
})
