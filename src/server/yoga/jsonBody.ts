import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { adviseRequests } from '../../shared/adviseRequests.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { checkJsonText, maxVariablesDepth } from '../../shared/jsonText.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { takeTextSlice } from '../../shared/timeSlices.ts'
import { bodyLimitsOf, readText } from '../http/bodies.ts'
import { RejectedRequest } from '../http/errorResponse.ts'
import { documentIdParameter } from '../http/paths.ts'
import { recordOf } from '../http/requestRecord.ts'
import { fragmentsOf } from '../limits/shape.ts'
import { asGraphql, asGraphqlError, throwAsGraphql } from './documents.ts'
import { readContext } from './yogaContext.ts'

/** Variables are an object within the body, which is an object itself. */
const maxBodyDepth = maxVariablesDepth + 2

const makeBodyError = (message: string) => new RejectedRequest(400, message)

/**
 * Reads the parameters of a GraphQL request. The size of their JSON is checked before it is parsed. Requests above the
 * limits of queries are accepted from callers with the scope `record`, up to the limits of recording. They are rejected
 * if their document turns out not to record, before that document is validated and before variables are coerced.
 */
export const useJsonBody = (schema: GraphQLSchema, limits: Limits): Plugin => {
  /** The reason why a request is too large, unless it records. */
  const tooLarge = new WeakMap<Request, ExpectedError>()
  const readParams = async (request: Request): Promise<GraphQLParams> => {
    const { caller, signal } = recordOf(request)
    const allowed = bodyLimitsOf(caller, limits)
    const { text, bytes } = await readText(request, allowed.bytes).catch(throwAsGraphql)
    const bounds = { name: 'The body', maxDepth: maxBodyDepth, ...allowed.values }
    // The client may have disconnected while it waited.
    const takeSlice = () => takeTextSlice(text.length)?.then(() => signal.throwIfAborted())
    const slice = takeSlice()
    if (slice) await slice
    const values = asGraphql(() => checkJsonText(text, bounds))
    const excess = findExcess(bytes, values, limits)
    if (excess) tooLarge.set(request, excess)
    const next = takeSlice()
    if (next) await next
    return readBody(text)
  }
  return {
    // Replaces the parsers of Yoga, which would all be called for each request.
    onYogaInit: ({ yoga }) => {
      const rejectMethod = yoga.parseRequest
      yoga.parseRequest = async (request, context) => {
        if (request.method === 'POST') return { requestParserResult: await readParams(request) }
        if (request.method === 'GET') return { requestParserResult: readParameters(request.url, limits) }
        return rejectMethod(request, context)
      }
    },
    onParse: ({ context }) => {
      const { request, params } = readContext(context)
      const excess = tooLarge.get(request)
      if (!excess) return undefined
      return ({ result }) => {
        const document = result as DocumentNode | Error
        if (!(document instanceof Error) && !isRecording(schema, document, params.operationName))
          throw asGraphqlError(excess)
      }
    },
  }
}

/** Whether the operation is a mutation that records. */
const isRecording = (schema: GraphQLSchema, document: DocumentNode, name: string | undefined): boolean => {
  const operation = getOperationAST(document, name)
  if (operation?.operation !== OperationTypeNode.MUTATION) return false
  const fields = schema.getMutationType()?.getFields()
  return listRootFields(document, operation).some((field) => fields?.[field]?.extensions['scope'] === 'record')
}

/** The names of an operation's root fields, including those of its fragments. */
const listRootFields = (document: DocumentNode, { selectionSet }: OperationDefinitionNode): string[] => {
  const fragments = fragmentsOf(document)
  const visited = new Set<string>()
  const list = (set: SelectionSetNode | undefined): string[] =>
    set?.selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node.name.value]
      if (node.kind === Kind.INLINE_FRAGMENT) return list(node.selectionSet)
      const name = node.name.value
      if (visited.has(name)) return []
      visited.add(name)
      return list(fragments.get(name)?.selectionSet)
    }) ?? []
  return list(selectionSet)
}

/** The limit of queries that is exceeded; undefined if there is none. */
const findExcess = (bytes: number, values: number, limits: Limits): ExpectedError | undefined => {
  const { maxBodyBytes, maxRecordingBodyBytes, maxVariableValues, maxRecordingVariableValues } = limits
  if (bytes > maxBodyBytes)
    return new RejectedRequest(
      413,
      `The body has ${formatNumber(bytes)} bytes: at most ${formatNumber(maxBodyBytes)} are allowed (MAX_BODY_BYTES), and ${formatNumber(maxRecordingBodyBytes)} for a mutation that records (MAX_RECORDING_BODY_BYTES). ${adviseRequests('its values', bytes, maxBodyBytes)}`,
    )
  if (values > maxVariableValues)
    return new ExpectedError(
      'QUERY_TOO_COMPLEX',
      `The body has ${formatNumber(values)} values: at most ${formatNumber(maxVariableValues)} are allowed (MAX_VARIABLE_VALUES), and ${formatNumber(maxRecordingVariableValues)} for a mutation that records (MAX_RECORDING_VARIABLE_VALUES). ${adviseRequests('its values', values, maxVariableValues)}`,
    )
  return undefined
}

const readBody = (text: string): GraphQLParams => {
  const body = parse('The body', text)
  if (body === null || typeof body !== 'object') throw asGraphqlError(makeBodyError('The body is not a JSON object.'))
  if (Array.isArray(body)) throw asGraphqlError(makeBodyError('Batching is not supported.'))
  // Yoga checks the properties of the object.
  return body as GraphQLParams
}

const parse = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw asGraphqlError(makeBodyError(`${name} is not valid JSON.`))
  }
}

/** Reads the parameters of a URL, which can contain only queries. */
const readParameters = (url: string, { maxVariableValues }: Limits): GraphQLParams => {
  const { searchParams } = new URL(url)
  const read = (name: string) => searchParams.get(name) || undefined
  const readJson = (name: string) => {
    const text = read(name)
    if (text === undefined) return undefined
    const bounds = {
      name,
      maxDepth: maxVariablesDepth + 1,
      maxValues: maxVariableValues,
      setting: 'MAX_VARIABLE_VALUES',
    }
    asGraphql(() => checkJsonText(text, bounds))
    return parse(name, text)
  }
  return {
    operationName: read('operationName'),
    query: read('query'),
    [documentIdParameter]: read(documentIdParameter),
    variables: readJson('variables'),
    extensions: readJson('extensions'),
  } as GraphQLParams
}
