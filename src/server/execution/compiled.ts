import {
  type ASTVisitor,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  isNonNullType,
  OperationTypeNode,
  TypeInfo,
  type VariableNode,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Plugin } from 'graphql-yoga'

/** How often an operation is asked for before it is worth compiling: that takes some ten milliseconds. */
export const compileAfter = 3

/** An operation as code, and the variables that must not be null for it: see {@link findNeverNull}. */
interface Compiled {
  readonly query: CompiledQuery['query']
  readonly neverNull: readonly string[]
}

/** What is known of one operation of a document. */
interface Known {
  asked: number
  compiled?: Compiled | 'cannot be' | undefined
}

/**
 * Runs queries that come again and again as code of their own (graphql-jit), several times as fast as by walking over
 * their documents. Code is kept with its document, by operation, and goes with it out of the cache of documents.
 * What changes data or asks about the schema is executed as ever.
 */
export const useCompiledOperations = (threshold: number): Plugin => {
  const known = new WeakMap<DocumentNode, Map<string, Known>>()
  const compiledFor = ({ schema, document, operationName, variableValues }: ExecutionArgs): Compiled | undefined => {
    const ofDocument = known.get(document) ?? new Map<string, Known>()
    known.set(document, ofDocument)
    const name = operationName ?? ''
    const operation = ofDocument.get(name) ?? { asked: 0 }
    ofDocument.set(name, operation)
    operation.asked += 1
    if (operation.asked <= threshold) return undefined
    operation.compiled ??= compile(schema, document, operationName)
    const { compiled } = operation
    return compiled === 'cannot be' || compiled.neverNull.some((name) => variableValues?.[name] == null)
      ? undefined
      : compiled
  }
  return {
    onExecute: ({ args, executeFn, setExecuteFn }) => {
      if (getOperationAST(args.document, args.operationName)?.operation !== OperationTypeNode.QUERY) return
      const compiled = compiledFor(args)
      if (!compiled) return
      setExecuteFn(async (given: ExecutionArgs) => {
        const result = await run(compiled, given)
        return isRefused(result) ? executeFn(given) : result
      })
    },
  }
}

const compile = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Compiled | 'cannot be' => {
  const compiled = compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true })
  if (!isCompiledQuery(compiled)) return 'cannot be'
  return { query: compiled.query, neverNull: findNeverNull(schema, document) }
}

/**
 * The variables that stand where no null may be, as they may where there is a default: given null, the field fails,
 * which graphql-jit does not see inside of input objects. Such a request is executed as ever.
 */
const findNeverNull = (schema: GraphQLSchema, document: DocumentNode): string[] => {
  const names = new Set<string>()
  const typeInfo = new TypeInfo(schema)
  const note = ({ name }: VariableNode) => {
    if (isNonNullType(typeInfo.getInputType())) names.add(name.value)
  }
  const visitor: ASTVisitor = { VariableDefinition: () => false, Variable: note }
  visit(document, visitWithTypeInfo(typeInfo, visitor))
  return [...names]
}

/** The signal by which Yoga's executor and ours end an operation, which the types of graphql-js do not know. */
interface Ending {
  readonly signal?: AbortSignal
}

const run = async (
  { query }: Compiled,
  { document, rootValue, contextValue, variableValues, ...args }: ExecutionArgs & Ending,
): Promise<ExecutionResult> => {
  const result = await unlessAborted(args.signal, query(rootValue, contextValue, variableValues))
  return result.errors ? { ...result, errors: result.errors.map((error) => located(error, document)) } : result
}

/** Whether a request failed before anything was resolved, as for its variables: graphql-js says best what is wrong. */
const isRefused = ({ data, errors }: ExecutionResult): boolean =>
  data == null && errors !== undefined && errors.every(({ path }) => path === undefined)

/** The result, or as soon as the signal says so, the signal's reason. */
const unlessAborted = <Result>(signal: AbortSignal | undefined, result: Result | Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    Promise.resolve(result)
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', abort))
  })

/** An error as graphql-js makes it, with its place in the document's text. */
const located = ({ message, locations, path, originalError }: GraphQLError, { loc }: DocumentNode): GraphQLError => {
  const lines = loc?.source.body.split(/\r\n|[\n\r]/g) ?? []
  const offsets = (locations ?? []).map(
    ({ line, column }) => lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1,
  )
  return new GraphQLError(message, {
    ...(loc ? { source: loc.source, positions: offsets } : {}),
    path: path ?? null,
    originalError: originalError ?? null,
  })
}
