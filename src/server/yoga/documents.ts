import { type DocumentNode, GraphQLError, parse } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../../config/limits.ts'
import { adviseRequests } from '../../shared/adviseRequests.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { checkTokens } from '../limits/nesting.ts'
import { checkLimit, checkShape, operationsOf } from '../limits/shape.ts'
import { findConditionalRoot } from './rootSelection.ts'

/** Maximum number of cached documents. */
const maxDocuments = 256
/**
 * Longer ad-hoc documents, in characters, are not cached, which bounds the memory that they take. Persisted documents
 * always are.
 */
const maxCachedLength = 8000

/** A cache for Yoga of documents, or of errors about them, by their text: bounded in number and size. */
const makeCache = <Value extends object>(persisted: ReadonlySet<string>) => {
  const cache = new LRUCache<string, Value>({ max: maxDocuments })
  return {
    get: (text: string): Value | undefined => cache.get(text),
    set: (text: string, value: Value): void => {
      if (text.length <= maxCachedLength || persisted.has(text)) cache.set(text, value)
    },
  }
}

/**
 * Creates the caches for Yoga. The result of validation is cached with the document.
 * @param persisted the texts of persisted documents.
 */
export const makeDocumentCaches = (persisted: ReadonlySet<string>) => ({
  documentCache: makeCache<DocumentNode>(persisted),
  errorCache: makeCache<Error>(persisted),
  validationCache: true,
})

/** Converts an expected failure to a GraphQL error. */
export const asGraphqlError = (error: ExpectedError): GraphQLError =>
  new GraphQLError(error.message, { originalError: error })

/** Throws an error. An expected failure is converted to a GraphQL error. */
export const throwAsGraphql = (error: unknown): never => {
  throw error instanceof ExpectedError ? asGraphqlError(error) : error
}

/** Runs a check. An expected failure is thrown as a GraphQL error. */
export const asGraphql = <Result>(check: () => Result): Result => {
  try {
    return check()
  } catch (error) {
    return throwAsGraphql(error)
  }
}

/** Rejects documents that are too large or too complex while they are parsed, before the expensive validation. */
export const useDocumentLimits = (limits: Limits): Plugin => ({
  onParse: ({ params, setParseFn }) => {
    const text = String(params.source)
    setParseFn((source, options) => {
      asGraphql(() => {
        const limit = { max: limits.maxDocumentLength, setting: 'MAX_DOCUMENT_LENGTH' }
        const shown = (amount: string) => `a document of ${amount} characters`
        const divide = () => adviseRequests('it', text.length, limit.max)
        checkLimit(shown, text.length, limit, () => `Send values as variables. ${divide()}`)
        checkTokens(text, limits.maxTokens)
      })
      return parse(source, options)
    })
  },
  onValidate: ({ params: { documentAST }, setResult }) => {
    try {
      const operations = operationsOf(documentAST)
      for (const operation of operations) checkShape(operation, documentAST, limits)
      const conditional = operations.flatMap((operation) => findConditionalRoot(operation, documentAST) ?? [])
      if (conditional.length > 0) setResult(conditional)
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error
      setResult([asGraphqlError(error)])
    }
  },
})
