import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { message } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await app.db.execute(
    raw(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'secret of %', NEW.bot_id USING ERRCODE = NEW.bot_id; END $$`),
  )
  await app.db.execute(
    raw('CREATE TRIGGER fail BEFORE INSERT ON monitoring_messages FOR EACH ROW EXECUTE FUNCTION fail()'),
  )
})
afterAll(() => app.close())

const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

test.each([
  ['53100', 503, 'SERVICE_UNAVAILABLE', '30', 'The disk of the database is full'],
  ['25006', 503, 'SERVICE_UNAVAILABLE', '5', 'The database is read-only'],
  ['53200', 503, 'SERVICE_UNAVAILABLE', '5', 'The database is out of memory'],
  ['53300', 503, 'SERVICE_UNAVAILABLE', '1', 'The database is temporarily unavailable'],
  ['57P03', 503, 'SERVICE_UNAVAILABLE', '1', 'The database is temporarily unavailable'],
  ['40P01', 503, 'SERVICE_UNAVAILABLE', '1', 'The change conflicted with a concurrent change'],
  ['57014', 200, 'QUERY_TOO_COMPLEX', null, 'exceeded the statement timeout'],
  ['53400', 200, 'QUERY_TOO_COMPLEX', null, 'exceeded the temporary file limit'],
  ['XX000', 200, 'INTERNAL_SERVER_ERROR', null, 'Internal server error. The details are in the server log'],
])('the database error %s is reported by its cause', async (state, status, code, retryAfter, text) => {
  const answer = await ask(app, record, { variables: { input: [message({ botId: state })] } })
  expect([answer.status, codesOf(answer), answer.headers.get('retry-after')]).toEqual([status, [code], retryAfter])
  expect(answer.errors[0]?.message).toContain(text)
  expect(answer.text).not.toContain('secret of')
  expect((await ask(app, '{ messages { totalCount } }')).data).toEqual({ messages: { totalCount: 0 } })
})
