import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { diffModels } from '../../scripts/schemaEngine.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { migrate, SchemaMismatchError } from '../../src/db/migrate.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

const folder = join(import.meta.dirname, '..', '..', 'prisma', 'migrations')
const names = readdirSync(folder)
  .filter((name) => !name.endsWith('.toml'))
  .sort()
const [first = ''] = names

/** A migrated database without permanent changes, and one that tests truncate. */
let db: OpenTestDatabase
let emptied: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
  emptied = await openTestDatabase()
})
beforeEach(() => emptied.execute(raw('DROP SCHEMA public CASCADE; CREATE SCHEMA public')))
afterAll(async () => {
  await db.close()
  await emptied.close()
})

test('the migrations match the models', async () => {
  expect(await diffModels(db.connection)).toBe('')
})

test('an empty database receives every migration, in order; a second run applies none', async () => {
  expect(await migrate(emptied)).toEqual(names)
  expect(await migrate(emptied)).toEqual([])
})

test('a start on a migrated database reads the history once', async () => {
  const { result, statements } = await db.record(() => migrate(db))
  expect(result).toEqual([])
  expect(statements.filter((text) => text.includes('FROM _prisma_migrations'))).toHaveLength(1)
})

test('servers that start concurrently apply each migration once', async () => {
  const other = openDatabase({ connection: emptied.connection, poolSize: 1 })
  const applied = await Promise.all([migrate(emptied), migrate(other)])
  await other.close()
  expect(applied.flat().sort()).toEqual(names)
  expect(await emptied.query(sql`SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1`)).toEqual(
    names.map((name) => ({ name })),
  )
})

describe('the history is compatible with Prisma', () => {
  test('in its columns', async () => {
    const columns = await db.query(sql`
      SELECT column_name AS name, data_type AS type, character_maximum_length AS length,
        is_nullable = 'YES' AS nullable, column_default AS unset
      FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`)
    const time = 'timestamp with time zone'
    const varchar = 'character varying'
    expect(columns).toEqual([
      { name: 'id', type: varchar, length: 36, nullable: false, unset: null },
      { name: 'checksum', type: varchar, length: 64, nullable: false, unset: null },
      { name: 'finished_at', type: time, length: null, nullable: true, unset: null },
      { name: 'migration_name', type: varchar, length: 255, nullable: false, unset: null },
      { name: 'logs', type: 'text', length: null, nullable: true, unset: null },
      { name: 'rolled_back_at', type: time, length: null, nullable: true, unset: null },
      { name: 'started_at', type: time, length: null, nullable: false, unset: 'now()' },
      { name: 'applied_steps_count', type: 'integer', length: null, nullable: false, unset: '0' },
    ])
  })

  test('with the checksum of each file', async () => {
    const history = await db.query(sql`
      SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps
      FROM _prisma_migrations ORDER BY migration_name`)
    expect(history).toEqual(
      names.map((name) => {
        const script = readFileSync(join(folder, name, 'migration.sql'))
        return { name, checksum: createHash('sha256').update(script).digest('hex'), finished: true, steps: 1 }
      }),
    )
  })
})

describe('a database with another schema is left unchanged', () => {
  const expectRefusal = (database: Database, message: string) =>
    expect(migrate(database)).rejects.toThrow(new SchemaMismatchError(message))

  test.each([
    {
      of: 'of a newer version',
      alter: sql`
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
        VALUES ('1', '', '29991231000000_later', now())`,
      restore: sql`DELETE FROM _prisma_migrations WHERE id = '1'`,
      message:
        'The database has the migration 29991231000000_later, which is unknown to this version of the server. The database was migrated by a newer version. Run that version or a newer one.',
    },
    {
      of: 'of a migration that was changed',
      alter: sql`UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name = ${first}`,
      restore: sql`UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name = ${first}`,
      message: `The migration ${first} differs from the one that was applied to the database. Restore the released version of prisma/migrations/${first}/migration.sql.`,
    },
    {
      of: 'of a migration that was not finished',
      alter: sql`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${first}`,
      restore: sql`UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = ${first}`,
      message: `The migration ${first} was started by another tool but did not finish. Repair the database, then run: npx prisma migrate resolve --rolled-back ${first}`,
    },
  ])('$of', async ({ alter, restore, message }) => {
    await db.execute(alter)
    await expectRefusal(db, message)
    await db.execute(restore)
    expect(await migrate(db)).toEqual([])
  })

  test('of another application', async () => {
    await emptied.execute(raw('CREATE TABLE monitoring_messages (id text)'))
    await expectRefusal(
      emptied,
      'The database already has a table monitoring_messages that was not created by this server. Set DATABASE_URL to a separate database: the server never writes to tables of other programs.',
    )
    expect(await emptied.query(sql`SELECT to_regclass('_prisma_migrations') AS history`)).toEqual([{ history: null }])
  })
})

test('stored calls and errors receive the user and the platform of their message, otherwise of their session', async () => {
  const at = names.findIndex((name) => name.endsWith('_senders'))
  const apply = async (added: readonly string[]) => {
    for (const name of added) await emptied.execute(raw(readFileSync(join(folder, name, 'migration.sql'), 'utf8')))
  }
  await apply(names.slice(0, at))
  const origin = `'b', 'B', 'p', 'P'`
  await emptied.execute(
    raw(`
    INSERT INTO monitoring_messages (id, session_id, user_id, user_name, platform, timestamp, bot_id, bot_name,
      pipeline_id, pipeline_name, message_content, status, level)
    SELECT *, now(), ${origin}, '', 'success', 'info' FROM (VALUES
      ('full', 's', 'u1', 'Ann', 'group'), ('half', 's', NULL, NULL, 'person'), ('nameless', 's', 'u2', NULL, NULL)) AS message;
    INSERT INTO monitoring_sessions (session_id, user_id, user_name, platform, start_time, last_activity, bot_id, bot_name,
      pipeline_id, pipeline_name, message_count, is_active)
    VALUES ('s', 'u2', 'Bob', 'qq', now(), now(), ${origin}, 1, false)`),
  )
  const tables = {
    monitoring_llm_calls: [
      'model_name, input_tokens, output_tokens, total_tokens, duration, status',
      `'m', 1, 1, 2, 5, 'success'`,
    ],
    monitoring_embedding_calls: [
      'model_name, prompt_tokens, input_count, total_tokens, duration, status',
      `'m', 1, 1, 2, 5, 'success'`,
    ],
    monitoring_tool_calls: ['tool_name, tool_source, duration, status', `'t', 'native', 5, 'success'`],
    monitoring_errors: ['error_type, error_message', `'E', ''`],
  }
  for (const [table, [columns, values]] of Object.entries(tables))
    await emptied.execute(
      raw(`
      INSERT INTO ${table} (id, message_id, session_id, timestamp, ${columns})
      SELECT *, now(), ${values} FROM (VALUES ('a', 'full', 's'), ('b', 'half', NULL), ('c', 'nameless', 's'),
        ('d', 'gone', 's'), ('e', NULL, 's'), ('f', 'gone', 'gone'), ('g', NULL, NULL)) AS row`),
    )
  await apply(names.slice(at))
  for (const table of Object.keys(tables)) {
    expect(await emptied.query(raw(`SELECT id, user_id, user_name, platform FROM ${table} ORDER BY id`))).toEqual([
      { id: 'a', user_id: 'u1', user_name: 'Ann', platform: 'group' },
      { id: 'b', user_id: 'u2', user_name: 'Bob', platform: 'person' },
      { id: 'c', user_id: 'u2', user_name: 'Bob', platform: 'qq' },
      { id: 'd', user_id: 'u2', user_name: 'Bob', platform: 'qq' },
      { id: 'e', user_id: 'u2', user_name: 'Bob', platform: 'qq' },
      { id: 'f', user_id: null, user_name: null, platform: null },
      { id: 'g', user_id: null, user_name: null, platform: null },
    ])
    await emptied.execute(raw(`UPDATE ${table} SET timestamp = timestamp + interval '1 day' WHERE id = 'a'`))
  }
  expect((await verifyRollups(emptied, rollups)).differences).toEqual([])
})
