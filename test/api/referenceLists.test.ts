import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { listDocuments } from '../support/recordDocuments.ts'
import { importReference } from '../support/reference.ts'
import {
  asList,
  asObject,
  isScoped,
  type JsonObject,
  readCases,
  translateFilter,
  translateRow,
} from '../support/referenceAnswers.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

const lists = [
  { endpoint: 'messages', rows: 'messages', kind: 'message', document: listDocuments.messages },
  { endpoint: 'llm-calls', rows: 'llm_calls', kind: 'llmCall', document: listDocuments.llmCalls },
  {
    endpoint: 'embedding-calls',
    rows: 'embedding_calls',
    kind: 'embeddingCall',
    document: listDocuments.embeddingCalls,
  },
  { endpoint: 'sessions', rows: 'sessions', kind: 'session', document: listDocuments.sessions },
  { endpoint: 'errors', rows: 'errors', kind: 'errorLog', document: listDocuments.errors },
  { endpoint: 'feedback', rows: 'feedback', kind: 'feedback', document: listDocuments.feedback },
] as const

/** Rows of the same millisecond are sorted by id here, by microsecond in the reference. */
const sortTies = (rows: JsonObject[]): JsonObject[] => {
  const timeOf = (row: JsonObject) => String(row['lastActivity'] ?? row['timestamp'])
  return rows.toSorted((a, b) =>
    timeOf(a) === timeOf(b) ? (String(a['id']) < String(b['id']) ? 1 : -1) : timeOf(a) < timeOf(b) ? 1 : -1,
  )
}

/** The same list from this server and from the reference, with the filter and page of a case. */
const askFor = async (list: (typeof lists)[number], parameters: URLSearchParams) => {
  const { execute } = app as { execute(document: unknown, variables: object): Promise<{ list: JsonObject }> }
  const { list: answer } = await execute(list.document, {
    filter: translateFilter(parameters),
    first: Number(parameters.get('limit') ?? 100),
    offset: Number(parameters.get('offset') ?? 0),
  })
  return { totalCount: answer['totalCount'], nodes: asList(answer['nodes']) }
}

for (const list of lists)
  describe(list.endpoint, () => {
    const cases = readCases(new RegExp(`^${list.endpoint}$`)).filter(
      ({ parameters }) => list.endpoint !== 'embedding-calls' || !isScoped(parameters),
    )
    test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, { parameters, data }) => {
      const { totalCount, nodes } = await askFor(list, parameters)
      expect(nodes).toEqual(sortTies(asList(data[list.rows]).map((row) => translateRow(list.kind, row))))
      expect(totalCount).toBe(data['total'])
    })
  })

describe('data', () => {
  const parts = {
    messages: 'messages',
    'llm-calls': 'llmCalls',
    'embedding-calls': 'embeddingCalls',
    sessions: 'sessions',
    errors: 'errors',
  }
  test.each(readCases(/^data$/).map((one) => [one.name, one] as const))('%s', async (_name, { parameters, data }) => {
    if (!parameters.has('limit')) parameters.set('limit', '50')
    for (const list of lists) {
      const part = list.endpoint === 'feedback' ? undefined : parts[list.endpoint]
      if (!part || (part === 'embeddingCalls' && isScoped(parameters))) continue
      const { totalCount, nodes } = await askFor(list, parameters)
      expect(nodes).toEqual(sortTies(asList(data[part]).map((row) => translateRow(list.kind, row))))
      expect(totalCount).toBe(asObject(data['totalCount'])[part])
    }
  })
})
