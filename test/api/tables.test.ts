import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findRecordOfTable, records } from '../../src/records/registry.ts'
import { turnTable } from '../../src/records/turns/table.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

const tableNames = records.map(({ table }) => table.name)

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** PostgreSQL's names of the column types. */
const types: Readonly<Record<string, string>> = {
  'character varying': 'text',
  text: 'text',
  integer: 'int',
  'double precision': 'float',
  'timestamp with time zone': 'time',
  boolean: 'boolean',
}

interface StoredColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly length: number | null
}

test.each(tableNames)('%s has the columns of its record, apart from generated ones', async (name) => {
  const stored = await db.query<StoredColumn>(sql`
    SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable, character_maximum_length AS length
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ${name} AND is_generated = 'NEVER'
    ORDER BY column_name`)
  const said = Object.values(findRecordOfTable(name)?.table.columns ?? {})
    .map(({ max: _, ...column }) => column)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  expect(said).toEqual(
    stored.map(({ type, length, ...column }) => ({
      ...column,
      type: types[type],
      ...(length === null ? {} : { maxLength: length }),
    })),
  )
})

test('every table of monitoring data has a record', async () => {
  const stored = await db.query<{ name: string }>(sql`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name LIKE 'monitoring\\_%' ORDER BY table_name`)
  expect(stored.map(({ name }) => name)).toEqual(tableNames.toSorted())
})

test('the view of turns has the columns of its table, and the ids of its messages', async () => {
  const stored = await db.query<{ name: string; type: string }>(sql`
    SELECT column_name AS name, data_type AS type FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = ${turnTable.name} AND data_type <> 'ARRAY'
    ORDER BY ordinal_position`)
  expect(stored.map(({ name, type }) => ({ name, type: types[type] }))).toEqual(
    Object.values(turnTable.columns).map(({ name, type }) => ({ name, type })),
  )
})
