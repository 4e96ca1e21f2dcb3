import { builder } from '../../graphql/builder.ts'
import { needs } from '../../graphql/guard.ts'
import { idArg, readId } from '../../graphql/idArg.ts'
import { readChanged } from '../../graphql/recordById.ts'
import { notFound, quote } from '../../shared/errors.ts'
import { endSession } from './record.ts'
import { sessionTable } from './table.ts'

builder.mutationField('endSession', (t) =>
  t.prismaField({
    ...needs('record'),
    type: 'Session',
    description:
      'Ends a session: it does not count as going on any more, until its next message. NOT_FOUND for an unknown id.',
    args: idArg,
    resolve: async (query, _root, { id }, { db }) => {
      const isThere = await endSession(db, readId(id))
      const session = isThere && (await readChanged(db, sessionTable, id, query))
      if (!session) throw notFound(`There is no session with the id ${quote(id)}`)
      return session
    },
  }),
)
