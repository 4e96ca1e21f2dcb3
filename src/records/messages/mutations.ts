import './schema.ts'
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
const ofSession =
  'that of the stored session with this `sessionId`, otherwise of the first message of the session in the mutation that has all of `botId`, `botName`, `pipelineId` and `pipelineName`'

const writeJson = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

defineRecordMutation({
  mutation: 'recordMessages',
  description:
    'Records messages and updates their sessions. A session that does not exist yet is created. For an existing session, the message count is increased, and `startTime` and `lastActivity` are extended to include the messages. Bot, pipeline, platform and user become those of the message with the latest `timestamp`, unless that is before `lastActivity`. A null value does not overwrite a stored one, except that the display name is cleared if the user changes. A message from before `lastActivity`, however late it is recorded, only fills in the platform, the user, or the display name of the same user, if the session has none. Base64 data in a message chain that decodes to more than 1,024 bytes is replaced by its media type, size and SHA-256 hash, unless the server stores media (`KEEP_MEDIA`).',
  record: 'Message',
  table: messageTable,
  required: ['messageContent'],
  absent: {
    botId: `${ofSession}; required if there is neither`,
    botName: `${ofSession}, if that has the same bot; otherwise required`,
    pipelineId: `${ofSession}; required if there is neither`,
    pipelineName: `${ofSession}, if that has the same pipeline; otherwise required`,
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
  description: 'Changes to a message. Omitted fields remain unchanged.',
  fields: (t) => ({
    status: t.field({ type: types.status, description: `${columnDoc('Message', 'status')} Null leaves it unchanged.` }),
    level: t.field({ type: types.level, description: `${columnDoc('Message', 'level')} Null leaves it unchanged.` }),
    variables: t.field({
      type: 'JSON',
      description:
        'Variables of the pipeline run that handled the message, as JSON. Replaces the stored variables. Null removes them.',
    }),
  }),
})

builder.mutationField('updateMessage', (t) =>
  t.prismaField({
    ...needs('record'),
    type: 'Message',
    description:
      'Updates a stored message, e.g. once a pending message has been handled. Fails with NOT_FOUND if no message has the id.',
    args: {
      ...idArg,
      input: t.arg({ type: UpdateMessageInput, required: true, description: 'Changes to apply.' }),
    },
    resolve: (query, _root, { id, input }, { prisma }) => {
      const problems = collectProblems()
      const status = checkKind('input.status', input.status, MessageStatus.names, problems)
      const level = checkKind('input.level', input.level, MessageLevel.names, problems)
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
