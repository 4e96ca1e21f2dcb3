import { builder } from '../../graphql/builder.ts'
import { changeRecord } from '../../graphql/changeRecord.ts'
import { needs } from '../../graphql/guard.ts'
import { idArg, readId } from '../../graphql/idArg.ts'

builder.mutationField('endSession', (t) =>
  t.prismaField({
    ...needs('record'),
    type: 'Session',
    description:
      'Ends a session: it does not count as going on any more, until its next message. NOT_FOUND for an unknown id.',
    args: idArg,
    resolve: (query, _root, { id }, { prisma }) => {
      const where = { id: readId(id) }
      return changeRecord('session', id, prisma.session.update({ ...query, where, data: { isActive: false } }))
    },
  }),
)
