import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { badInput, ExpectedError } from '../../shared/errors.ts'
import { documentIdParameter } from '../http/paths.ts'
import { asGraphqlError } from '../yoga/documents.ts'
import { hashOfId, type Manifest } from './manifest.ts'

/** The id of the document that a request refers to, in the format of GraphQL over HTTP or of Apollo clients. */
const readDocumentId = (params: GraphQLParams): string | null => {
  const { documentId } = params as { documentId?: unknown }
  const persisted: unknown = params.extensions?.['persistedQuery']
  const id =
    documentId ??
    (persisted !== null && typeof persisted === 'object' && 'sha256Hash' in persisted
      ? persisted.sha256Hash
      : undefined)
  return typeof id === 'string' ? hashOfId(id) : null
}

/** Accepts the hash of a persisted document instead of its text. With `only`, rejects all other documents. */
export const usePersistedDocuments = (manifest: Manifest, only: boolean): Plugin => {
  if (manifest.size === 0 && !only) return {}
  return usePersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: readDocumentId,
    getPersistedOperation: (hash) => manifest.get(hash) ?? null,
    customErrors: {
      notFound: () =>
        asGraphqlError(new ExpectedError('NOT_FOUND', 'The manifest of this server has no document with this hash.')),
      keyNotFound: () => asGraphqlError(badInput(`Neither query nor ${documentIdParameter} was given.`)),
      persistedQueryOnly: () =>
        asGraphqlError(
          new ExpectedError(
            'FORBIDDEN',
            `This server accepts persisted documents only (PERSISTED_ONLY): send the hash of one as ${documentIdParameter}.`,
          ),
        ),
    },
  })
}
