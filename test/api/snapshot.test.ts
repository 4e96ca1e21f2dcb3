import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'message', [{ id: 'm1' }])
  await store(app.db, 'errorLog', [{ id: 'e1', messageId: 'm1' }])
})
afterAll(() => app.close())

const query = '{ messages { totalCount nodes { id } } errors { nodes { id message { id } } } }'
const data = {
  messages: { totalCount: 1, nodes: [{ id: 'm1' }] },
  errors: { nodes: [{ id: 'e1', message: { id: 'm1' } }] },
}
const headers = { 'x-botlens-snapshot': '1' }
const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

test('a query with the header is one transaction, whose connection is used again', async () => {
  for (let n = 0; n < 6; n += 1) {
    const { result, statements } = await app.db.record(() => ask(app, query, { headers }))
    expect([result.data, result.errors]).toEqual([data, []])
    expect([statements.length, statements[0], statements.at(-1)]).toEqual([6, begin, 'COMMIT'])
  }
  expect(app.db.connections().idle).toBe(app.db.connections().total)
})

test('without the header, and without a statement, there is no transaction', async () => {
  const plain = await app.db.record(() => ask(app, query))
  expect([plain.result.data, plain.statements.length]).toEqual([data, 4])
  const none = await app.db.record(() => ask(app, '{ __typename }', { headers }))
  expect([none.result.data, none.statements]).toEqual([{ __typename: 'Query' }, []])
})

test('a failed field fails no other operation, and the header has no effect on mutations', async () => {
  const failed = await ask(app, '{ messages(after: "x") { nodes { id } } }', { headers })
  expect(codesOf(failed)).toEqual(['BAD_USER_INPUT'])
  const mutation = 'mutation { recordErrors(input: [{ id: "e1", errorType: "E", errorMessage: "" }]) { duplicates } }'
  const { result, statements } = await app.db.record(() => ask(app, mutation, { headers }))
  expect([result.data, statements.includes(begin)]).toEqual([{ recordErrors: { duplicates: 1 } }, false])
  expect((await ask(app, query, { headers })).data).toEqual(data)
})

test('another value of the header is rejected', async () => {
  const answer = await ask(app, query, { headers: { 'x-botlens-snapshot': 'true' } })
  expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT']])
  expect(answer.errors[0]?.message).toBe('The header X-Botlens-Snapshot is "true": send 1, or omit the header.')
})
