import { builder } from '../../graphql/builder.ts'
import { longText } from '../../graphql/costHints.ts'
import { defineFilter, idList, monitoringFields, searchField, textList } from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { type ErrorFields, errorSource } from './source.ts'

const ErrorLog = builder.prismaObject('ErrorLog', {
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

defineRecordFields({
  name: 'ErrorLog',
  node: ErrorLog,
  source: errorSource,
  filter: defineFilter<ErrorFields>('ErrorFilter', 'errors', (t) => ({
    ...monitoringFields(t),
    sessionIds: idList(t, 'session ids'),
    messageIds: idList(t, 'message ids'),
    errorTypes: textList(t, 'error type'),
    search: searchField(t, 'the error type or the error message'),
  })),
  order: defineOrder('ErrorOrder', { TIMESTAMP: 'Time at which the error occurred.' }),
  list: { name: 'errors', description: 'Errors, newest first by default.' },
  single: { name: 'errorLog', description: 'The error with the given id. Null if it does not exist.' },
  ofMessage: 'Errors that occurred while the message was handled, oldest first.',
  ofSession: 'Errors that occurred in the session, newest first by default.',
})
