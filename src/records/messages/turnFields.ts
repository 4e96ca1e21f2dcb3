import { builder } from '../../graphql/builder.ts'
import { defineLinkedRecord } from '../../graphql/linkedRecord.ts'
import { firstArg } from '../../graphql/list.ts'
import { reads, selectedFields } from '../../graphql/selection.ts'
import { questionOfReply, replyOfTurn } from '../definition/turnLinks.ts'
import { messageById } from './loaders.ts'
import { Message, messageLists } from './schema.ts'
import { messageSource } from './source.ts'

const questionByReplyId = defineLinkedRecord('Message', messageSource, questionOfReply)
const repliesOf = messageLists.oldestForParent(messageSource.table.columns.id, 'TIMESTAMP', replyOfTurn)

builder.prismaObjectField('Message', 'replyTo', (t) =>
  t.field({
    type: Message,
    nullable: true,
    description:
      "The user's message that a reply (role ASSISTANT) belongs to: the last one before it in its session, in the order of `timestamp` and, if equal, `id`. Null for any other message, and for a reply without a session or before any user's message.",
    ...reads(),
    resolve: ({ id }, _args, context, info) =>
      questionByReplyId(context, selectedFields(context, info, 'Message')).load(id),
  }),
)

builder.prismaObjectFields('Turn', (t) => ({
  question: t.field({
    type: Message,
    nullable: true,
    description: "The user's message. Null if the turn began with a reply.",
    ...reads('questionId'),
    resolve: ({ questionId }, _args, context, info) =>
      questionId === null ? null : messageById(context, selectedFields(context, info, 'Message')).load(questionId),
  }),
  replies: t.field({
    type: [Message],
    description: 'Replies of the turn, oldest first. If the turn began with a reply, that reply.',
    args: firstArg(
      'To page through all of them, use `Session.messages` from the `timestamp` to the `endTime` of the turn.',
    ),
    ...reads(),
    resolve: ({ id }, args, context, info) => repliesOf(context, info, args, id),
  }),
}))
