import { builder } from '../../graphql/builder.ts'
import { changeRecord } from '../../graphql/changeRecord.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
import { needs } from '../../graphql/guard.ts'
import { idArg, readId } from '../../graphql/idArg.ts'
import { collectProblems } from '../../shared/problems.ts'
import { checkKind } from '../recording/readInputs.ts'
import { defineRecordMutation } from '../recording/recordMutation.ts'
import { MessageLevel, MessageRole, MessageStatus } from './enums.ts'
import { removeMedia } from './media.ts'
import { inheritFromSessions, recordMessages } from './recordMessages.ts'
import { messageTable } from './table.ts'

const types = { status: MessageStatus.type, level: MessageLevel.type, role: MessageRole.type }
const ofSession = 'that of its session; refused where there is no such session either'

const writeJson = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

defineRecordMutation({
  mutation: 'recordMessages',
  description:
    'Records messages, and lets their sessions follow: a session that is not there yet is made, of others count, last activity, bot, pipeline and user move on.',
  record: 'Message',
  table: messageTable,
  required: ['messageContent'],
  absent: {
    botId: ofSession,
    botName: `${ofSession}, or has another bot`,
    pipelineId: ofSession,
    pipelineName: `${ofSession}, or has another pipeline`,
    status: 'SUCCESS',
    level: 'INFO',
  },
  types: { ...types, variables: 'JSON' },
  defaults: { status: 'success', level: 'info' },
  kinds: { status: MessageStatus.names, level: MessageLevel.names, role: MessageRole.names },
  prepare: ({ messageContent, variables }, { recording }) => ({
    variables: writeJson(variables),
    ...(messageContent == null || recording.keepMedia ? {} : { messageContent: removeMedia(messageContent) }),
  }),
  complete: inheritFromSessions,
  store: async (context, messages) => ({
    ids: messages.map(({ id }) => id),
    recorded: await recordMessages(context, messages),
  }),
})

const UpdateMessageInput = builder.inputType('UpdateMessageInput', {
  description: 'What to change of a message. What is absent stays as it is.',
  fields: (t) => ({
    status: t.field({ type: types.status, description: `${columnDoc('Message', 'status')} Null: as it is.` }),
    level: t.field({ type: types.level, description: `${columnDoc('Message', 'level')} Null: as it is.` }),
    variables: t.field({
      type: 'JSON',
      description: 'Variables of the query that the message belongs to, in place of those stored; null removes them.',
    }),
  }),
})

builder.mutationField('updateMessage', (t) =>
  t.prismaField({
    ...needs('record'),
    type: 'Message',
    description:
      'Changes a stored message, as when the handling of a pending one has ended. NOT_FOUND for an unknown id.',
    args: {
      ...idArg,
      input: t.arg({ type: UpdateMessageInput, required: true, description: 'What to change.' }),
    },
    resolve: (query, _root, { id, input }, { prisma }) => {
      const problems = collectProblems()
      const status = checkKind('status', input.status, MessageStatus.names, problems)
      const level = checkKind('level', input.level, MessageLevel.names, problems)
      problems.throwIfAny()
      const data = {
        ...(status == null ? {} : { status }),
        ...(level == null ? {} : { level }),
        ...(input.variables === undefined ? {} : { variables: writeJson(input.variables) }),
      }
      return changeRecord('message', id, prisma.message.update({ ...query, where: { id: readId(id) }, data }))
    },
  }),
)
