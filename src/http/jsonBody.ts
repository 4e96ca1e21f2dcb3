import { type DocumentNode, type GraphQLSchema, getOperationAST, OperationTypeNode } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { asGraphqlError } from '../limits/documents.ts'
import { checkJsonText, maxVariablesDepth } from '../limits/jsonText.ts'
import { ExpectedError } from '../shared/errors.ts'
import type { Limits } from '../shared/limits.ts'
import { RefusedRequest } from './errorAnswer.ts'

/** Variables are an object of the body, which is an object itself. */
const maxBodyDepth = maxVariablesDepth + 2

const refuse = (message: string) => new RefusedRequest(400, message)

/**
 * Reads the parameters of a GraphQL request. Their JSON is checked for its size before it is parsed. A request above the
 * limits of queries is accepted up to those of recording, and rejected once its document turns out to record nothing:
 * before that document is validated, and before variables are coerced.
 */
export const useJsonBody = (schema: GraphQLSchema, limits: Limits): Plugin => {
  /** Why a request is too large, unless it records. */
  const tooLarge = new WeakMap<Request, ExpectedError>()
  return {
    onRequestParse: ({ request, setRequestParser }) => {
      if (request.method === 'GET') setRequestParser(() => readParameters(request.url, limits))
      if (request.method !== 'POST') return
      setRequestParser(async (given) => {
        const text = await given.text()
        const values = checkBody(text, limits)
        const excess = findExcess(text, values, limits)
        if (excess) tooLarge.set(request, excess)
        return readBody(text)
      })
    },
    onParse: ({ context }) => {
      // Yoga puts the request and its parameters into the context.
      const { request, params } = context as { request: Request; params: GraphQLParams }
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
  return operation.selectionSet.selections.some(
    (node) => 'name' in node && node.name && fields?.[node.name.value]?.extensions['scope'] === 'record',
  )
}

/** @throws the error of the limits of recording, which no request may exceed; graphql-js takes it for one of its own. */
const checkBody = (text: string, { maxRecordingVariableValues }: Limits): number =>
  asGraphql(() =>
    checkJsonText(text, {
      name: 'The body',
      maxDepth: maxBodyDepth,
      maxValues: maxRecordingVariableValues,
      setting: 'MAX_RECORDING_VARIABLE_VALUES',
    }),
  )

const format = (count: number): string => count.toLocaleString('en-US')

/** What exceeds the limits of queries. */
const findExcess = (text: string, values: number, limits: Limits): ExpectedError | undefined => {
  const { maxBodyBytes, maxRecordingBodyBytes, maxVariableValues, maxRecordingVariableValues } = limits
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBodyBytes)
    return new RefusedRequest(
      413,
      `The body has ${format(bytes)} bytes: at most ${format(maxBodyBytes)} are allowed (MAX_BODY_BYTES), and ${format(maxRecordingBodyBytes)} for a mutation that records (MAX_RECORDING_BODY_BYTES).`,
    )
  if (values > maxVariableValues)
    return new ExpectedError(
      'QUERY_TOO_COMPLEX',
      `The body has ${format(values)} values: at most ${format(maxVariableValues)} are allowed (MAX_VARIABLE_VALUES), and ${format(maxRecordingVariableValues)} for a mutation that records (MAX_RECORDING_VARIABLE_VALUES).`,
    )
  return undefined
}

const readBody = (text: string): GraphQLParams | GraphQLParams[] => {
  const body = parse(text)
  if (body === null || typeof body !== 'object') throw asGraphqlError(refuse('The body is not a JSON object.'))
  // Yoga checks what the object holds.
  return body as GraphQLParams | GraphQLParams[]
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw asGraphqlError(refuse('The body is not valid JSON.'))
  }
}

/** Reads the parameters of a URL, which carries queries only. */
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
    return JSON.parse(text)
  }
  return {
    operationName: read('operationName'),
    query: read('query'),
    variables: readJson('variables'),
    extensions: readJson('extensions'),
  } as GraphQLParams
}

const asGraphql = <Result>(check: () => Result): Result => {
  try {
    return check()
  } catch (error) {
    throw error instanceof ExpectedError ? asGraphqlError(error) : error
  }
}
