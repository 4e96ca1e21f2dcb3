import './schema.ts'
import { builder } from '../../graphql/builder.ts'
import { changeRecord } from '../../graphql/changeRecord.ts'
import { needs } from '../../graphql/guard.ts'
import { idArg, readId } from '../../graphql/idArg.ts'

builder.mutationField('endSession', (t) =>
  t.prismaField({
    ...needs('record'),
    type: 'Session',
    description:
      'Ends a session: it becomes inactive, without effect if it already is. It becomes active again with its next message that is newer than `lastActivity` and not older than `SESSION_IDLE_MINUTES`. Fails with NOT_FOUND if no session has the id.',
    args: idArg,
    resolve: (query, _root, { id }, { prisma }) => {
      const where = { id: readId(id) }
      return changeRecord('session', id, prisma.session.update({ ...query, where, data: { isActive: false } }))
    },
  }),
)
