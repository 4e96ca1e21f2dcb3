import { builder } from '../graphql/builder.ts'
import { longText } from '../graphql/costHints.ts'
import { defineFilter, idList, monitoringFields, searchField, textList } from '../graphql/filterInput.ts'
import { idArg, readId } from '../graphql/idArg.ts'
import { defineList, firstArg } from '../graphql/list.ts'
import { defineOrder } from '../graphql/orderInput.ts'
import { selectedFields } from '../graphql/selection.ts'
import { errorLogById } from './loaders.ts'
import { type ErrorFields, errorSource } from './queries.ts'

const ErrorLog = builder.prismaObject('ErrorLog', {
  select: { id: true },
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    errorType: t.exposeString('errorType'),
    errorMessage: t.exposeString('errorMessage'),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    stackTrace: t.exposeString('stackTrace', { ...longText, nullable: true }),
  }),
})

const errors = defineList({
  name: 'ErrorLog',
  node: ErrorLog,
  source: errorSource,
  filter: defineFilter<ErrorFields>('ErrorFilter', 'errors', (t) => ({
    ...monitoringFields(t),
    sessionIds: idList(t, 'session ids'),
    messageIds: idList(t, 'message ids'),
    errorTypes: textList(t, 'type'),
    search: searchField(t, 'the type or the message'),
  })),
  order: defineOrder('ErrorOrder', { TIMESTAMP: 'When the error occurred.' }),
})

builder.queryFields((t) => ({
  errors: t.field({
    type: errors.connection,
    description: 'Errors, the newest first.',
    args: errors.args,
    resolve: (_root, args, context, info) => errors.resolve(context, info, args),
  }),
  errorLog: t.field({
    type: ErrorLog,
    nullable: true,
    description: 'The error with an id; null where there is none.',
    args: idArg,
    resolve: (_root, { id }, context, info) =>
      errorLogById(context, selectedFields(context, info, 'ErrorLog')).load(readId(id)),
  }),
}))

const errorsOfMessage = errors.oldestForParent('messageId', 'TIMESTAMP')
const errorsOfSession = errors.forParent('sessionId')

builder.prismaObjectField('Message', 'errors', (t) =>
  t.field({
    type: [ErrorLog],
    description: 'Errors that occurred while the message was handled, the oldest first.',
    args: firstArg,
    select: { id: true },
    resolve: ({ id }, args, context, info) => errorsOfMessage(context, info, args, id),
  }),
)

builder.prismaObjectField('Session', 'errors', (t) =>
  t.field({
    type: errors.connection,
    description: 'Errors that occurred in the session, the newest first.',
    args: errors.args,
    select: { id: true },
    resolve: ({ id }, args, context, info) => errorsOfSession(context, info, args, id),
  }),
)
