import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

test.each([
  ['subscription { errorRecorded @skip(if: true) { cursor } }', 'Anonymous Subscription'],
  ['subscription A($on: Boolean = false) { errorRecorded @include(if: $on) { cursor } }', 'Subscription "A"'],
  ['subscription A { ... @include(if: true) { errorRecorded { cursor } } }', 'Subscription "A"'],
  [
    'subscription A { ...F } fragment F on Subscription { errorRecorded @skip(if: true) { cursor } }',
    'Subscription "A"',
  ],
])('a root field that is selected conditionally is rejected: %s', async (query, subject) => {
  const { errors } = await app.send(query)
  expect(errors?.map(({ message, extensions }) => [message, extensions?.['code']])).toEqual([
    [`${subject} must not use \`@skip\` or \`@include\` directives in the top level selection.`, 'BAD_USER_INPUT'],
  ])
})

test('fields of an event may be selected conditionally', async () => {
  const events = await app.subscribe('subscription { errorRecorded { cursor @skip(if: true) errorLog { id } } }')
  await store(app.db, 'errorLog', [{ id: 'conditional' }])
  expect(await events.nextResult()).toEqual({ data: { errorRecorded: { errorLog: { id: 'conditional' } } } })
  await events.close()
})
