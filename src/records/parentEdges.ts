import { builder } from '../graphql/builder.ts'
import { reads, selectedFields } from '../graphql/selection.ts'
import { messageById } from './messages/loaders.ts'
import { Message } from './messages/schema.ts'
import { listedTypes } from './registry.ts'
import { sessionById } from './sessions/loaders.ts'
import { Session } from './sessions/schema.ts'
import { turnByMessageId } from './turns/loaders.ts'
import { Turn } from './turns/schema.ts'

/** A record that refers to a message and a session; every record with such columns has this shape. */
type Child = 'LlmCall'

/** Adds the edges `message`, `turn` and `session` to every record with the corresponding id. */
for (const { model, table } of listedTypes) {
  const child = model as Child
  if ('messageId' in table.columns)
    builder.prismaObjectFields(child, (t) => ({
      message: t.field({
        type: Message,
        nullable: true,
        description:
          'The message that the record belongs to. Null if the record has no message, or if the message is not stored.',
        ...reads('messageId'),
        resolve: ({ messageId }, _args, context, info) =>
          messageId === null ? null : messageById(context, selectedFields(context, info, 'Message')).load(messageId),
      }),
      turn: t.field({
        type: Turn,
        nullable: true,
        description:
          'The turn that the message of the record belongs to. Null if the record has no message, or if the message is not stored.',
        ...reads('messageId'),
        resolve: ({ messageId }, _args, context, info) =>
          messageId === null ? null : turnByMessageId(context, selectedFields(context, info, 'Turn')).load(messageId),
      }),
    }))
  if ('sessionId' in table.columns)
    builder.prismaObjectField(child, 'session', (t) =>
      t.field({
        type: Session,
        nullable: true,
        description: 'The session of the record. Null if it has no session, or if the session is not stored.',
        ...reads('sessionId'),
        resolve: ({ sessionId }, _args, context, info) =>
          sessionId === null ? null : sessionById(context, selectedFields(context, info, 'Session')).load(sessionId),
      }),
    )
}

builder.prismaObjectField('Message', 'turn', (t) =>
  t.field({
    type: Turn,
    nullable: true,
    description:
      'The turn that the message belongs to: its own, or that of the message it replies to. Null if the message is deleted while the operation runs.',
    ...reads(),
    resolve: ({ id }, _args, context, info) => turnByMessageId(context, selectedFields(context, info, 'Turn')).load(id),
  }),
)
