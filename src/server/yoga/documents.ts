import { type DocumentNode, GraphQLError, parse } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../../config/limits.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { checkTokens } from '../limits/nesting.ts'
import { checkLimit, checkShape, measure, operationsOf } from '../limits/shape.ts'

/** Documents that are remembered at most. */
const maxDocuments = 256
/** Documents with more characters are not remembered, unless they are persisted: what ad-hoc ones take must not add up. */
const maxCachedLength = 8000

/** Yoga's cache of documents and of errors about them, by their text: bounded in number and in size. */
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
 * The caches for Yoga; what passes validation is remembered with the document.
 * @param persisted the texts of persisted documents.
 */
export const makeDocumentCaches = (persisted: ReadonlySet<string>) => ({
  documentCache: makeCache<DocumentNode>(persisted),
  errorCache: makeCache<Error>(persisted),
  validationCache: true,
})

/** An expected failure as GraphQL carries it. */
export const asGraphqlError = (error: ExpectedError): GraphQLError =>
  new GraphQLError(error.message, { originalError: error })

/** Throws an error again: an expected one as GraphQL carries it. */
export const throwAsGraphql = (error: unknown): never => {
  throw error instanceof ExpectedError ? asGraphqlError(error) : error
}

/** Runs a check, and throws its expected error as GraphQL carries it. */
export const asGraphql = <Result>(check: () => Result): Result => {
  try {
    return check()
  } catch (error) {
    return throwAsGraphql(error)
  }
}

/**
 * Rejects documents that are too large or too complex while they are parsed, before the expensive validation.
 */
export const useDocumentLimits = (limits: Limits): Plugin => ({
  onParse: ({ params, setParseFn }) => {
    const text = String(params.source)
    setParseFn((source, options) => {
      asGraphql(() => {
        const limit = { max: limits.maxDocumentLength, setting: 'MAX_DOCUMENT_LENGTH' }
        checkLimit('characters of the document', text.length, limit, 'Send values as variables.')
        checkTokens(text, limits.maxTokens)
      })
      return parse(source, options)
    })
  },
  onValidate: ({ params: { documentAST }, setResult }) => {
    try {
      for (const operation of operationsOf(documentAST)) checkShape(measure(operation, documentAST), limits)
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error
      setResult([asGraphqlError(error)])
    }
  },
})
