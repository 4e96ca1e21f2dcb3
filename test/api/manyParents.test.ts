import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { measureCpu } from '../support/cpu.ts'
import { store } from '../support/factories.ts'

const ids = Array.from({ length: 1000 }, (_, index) => `session-${index}`)
/** Long values make the filter large (250 kB). There are no messages, so the database has no work. */
const longIds = ids.map((id) => id.padEnd(250, 'x'))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(
    app.db,
    'session',
    ids.map((id) => ({ id })),
  )
})
afterAll(() => app.close())

const list = (selection: string) =>
  `query ($f: MessageFilter${selection.includes('$g') ? ', $g: MessageFilter' : ''}) { sessions(first: 1000) { nodes { id ${selection} } } }`

test.each([
  ['one list', 'messages(first: 1, filter: $f) { nodes { id } }', 2],
  ['a list and its count', 'messages(first: 1, filter: $f) { totalCount nodes { id } }', 3],
  [
    'a field merged from two places',
    'messages(first: 1, filter: $f) { nodes { id } } messages(first: 1, filter: $f) { nodes { botName } }',
    2,
  ],
  [
    'two lists in turn',
    'messages(first: 1, filter: $f) { nodes { id } } others: messages(first: 1, filter: $g) { nodes { id } }',
    3,
  ],
  [
    'two equal lists',
    'messages(first: 1, filter: $f) { nodes { id } } same: messages(first: 1, filter: $f) { nodes { id } }',
    2,
  ],
] as const)('%s of 1,000 parents with 1,000 ids in its filter', async (_name, selection, statementCount) => {
  const variables = { f: { userIds: longIds }, g: { userIds: longIds.toReversed() } }
  const ask = () => app.send(list(selection), variables)
  await ask()
  const { result: recorded, cpuMs } = await measureCpu(() => app.db.record(ask))
  expect(recorded.result.errors).toBeUndefined()
  expect(recorded.result.data).toHaveProperty('sessions.nodes.length', 1000)
  expect(recorded.statements).toHaveLength(statementCount)
  const { cpuMs: withoutFilter } = await measureCpu(() => app.send(list(selection), {}))
  // Reading the filter once per parent would take a second or more.
  expect(cpuMs).toBeLessThan(withoutFilter + 1500)
})
