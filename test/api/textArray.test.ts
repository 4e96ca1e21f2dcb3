import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeTextArray } from '../../src/db/sql/textArray.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test.each([
  [[]],
  [['a']],
  [['', null, 'null', '"quotes" \\ {,} \n', '中文 😀', 'lone \ud800', undefined, 'x'.repeat(100_000)]],
])('the database reads what was encoded: %#', async (texts) => {
  const [row] = await db.query<{ texts: (string | null)[] }>(sql`SELECT ${encodeTextArray(texts)}::text[] AS texts`)
  expect(row?.texts).toEqual(texts.map((text) => text?.toWellFormed() ?? null))
})
