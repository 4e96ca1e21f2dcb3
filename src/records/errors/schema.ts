import { builder } from '../../graphql/builder.ts'
import { longText } from '../../graphql/costHints.ts'
import {
  contextFields,
  defineFilter,
  idList,
  monitoringFields,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { type ErrorFields, errorSource } from './source.ts'

/** An error, as a GraphQL type. */
export const ErrorLog = builder.prismaObject('ErrorLog', {
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
    fingerprint: t.exposeID('fingerprint'),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
  }),
})

/** The filter of errors, as a GraphQL type. */
export const ErrorFilter = defineFilter<ErrorFields>('ErrorFilter', 'errors', (t) => ({
  ...monitoringFields(t),
  ...contextFields(t),
  errorTypes: textList(t, 'error type'),
  fingerprints: idList(t, 'fingerprints'),
  search: searchField(t, 'the error type or the error message'),
}))

/** The resolvers of lists of errors. */
export const errorLists = defineRecordFields({
  name: 'ErrorLog',
  node: ErrorLog,
  source: errorSource,
  filter: ErrorFilter,
  order: defineOrder('ErrorOrder', { TIMESTAMP: 'Time at which the error occurred.' }),
  list: { name: 'errors', description: 'Errors, newest first by default.' },
  single: { name: 'errorLog', description: 'The error with the given id. Null if it does not exist.' },
  ofMessage: 'Errors that occurred while the message was handled, oldest first.',
  ofTurn: 'Errors of all messages of the turn, oldest first.',
  ofSession: 'Errors that occurred in the session, newest first by default.',
  live: [{ name: 'errorRecorded', description: 'New errors.', changes: ['added'] }],
})
