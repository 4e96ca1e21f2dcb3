import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import { OperatorError } from '../shared/errors.ts'
import { once } from '../shared/once.ts'
import type { Database } from './database.ts'
import { locks } from './locks.ts'
import type { Queryable } from './queryable.ts'

const migrationsFolder = join(import.meta.dirname, '..', '..', 'prisma', 'migrations')

/** A database that this version of the server must not change. The message contains what to do. */
export class SchemaMismatchError extends OperatorError {
  override readonly name = 'SchemaMismatchError'
}

interface Migration {
  readonly name: string
  readonly script: string
  readonly checksum: string
}

interface AppliedMigration {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * Brings the database schema up to date: applies the missing migrations of `prisma/migrations` in order, each in a
 * transaction, and records them in the format of Prisma. Servers that start concurrently wait for each other.
 * @returns the names of the migrations that were applied.
 * @throws SchemaMismatchError if the schema is newer than this server, was changed, or belongs to another application.
 */
export const migrate = async (db: Database): Promise<string[]> => {
  const migrations = await readMigrations()
  const applied: string[] = []
  for (;;) {
    const name = await db.transaction((tx) => applyNext(tx, migrations))
    if (name === undefined) return applied
    applied.push(name)
  }
}

/** The names of all migrations of this version. */
export const listMigrations = once(async () => (await readMigrations()).map(({ name }) => name))

const readMigrations = async (): Promise<Migration[]> => {
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8')
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
    }),
  )
}

/** Applies the first migration that is missing, and returns its name; undefined if none is missing. */
const applyNext = async (tx: Queryable, known: readonly Migration[]): Promise<string | undefined> => {
  await tx.execute(sql`SET LOCAL statement_timeout = 0`)
  await tx.query(sql`SELECT pg_advisory_xact_lock(${locks.migrations})::text`)
  const history = await readHistory(tx)
  checkHistory(history, known)
  const applied = new Set(history.map(({ name }) => name))
  const missing = known.find(({ name }) => !applied.has(name))
  if (!missing) return undefined
  if (applied.size === 0) await rejectForeignTables(tx)
  await tx.execute(raw(missing.script))
  await tx.execute(sql`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES (${randomUUID()}, ${missing.checksum}, ${missing.name}, now(), now(), 1)`)
  return missing.name
}

/**
 * Reads the applied migrations. If none is missing, nothing is written, since the database may be read-only or its disk
 * full.
 */
const readHistory = async (tx: Queryable): Promise<AppliedMigration[]> => {
  const [found] = await tx.query<{ exists: boolean }>(
    sql`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  )
  if (!found?.exists) await createHistory(tx)
  return tx.query<AppliedMigration>(sql`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`)
}

const createHistory = (tx: Queryable): Promise<number> =>
  tx.execute(sql`
    CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL,
      checksum VARCHAR(64) NOT NULL,
      finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL,
      logs TEXT,
      rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      applied_steps_count INTEGER NOT NULL DEFAULT 0
    )`)

const checkHistory = (history: readonly AppliedMigration[], known: readonly Migration[]): void => {
  for (const { name, checksum, finished } of history) {
    const migration = known.find((candidate) => candidate.name === name)
    if (!migration)
      throw new SchemaMismatchError(
        `The database has the migration ${name}, which is unknown to this version of the server. The database was migrated by a newer version. Run that version or a newer one.`,
      )
    if (!finished)
      throw new SchemaMismatchError(
        `The migration ${name} was started by another tool but did not finish. Repair the database, then run: npx prisma migrate resolve --rolled-back ${name}`,
      )
    if (migration.checksum !== checksum)
      throw new SchemaMismatchError(
        `The migration ${name} differs from the one that was applied to the database. Restore the released version of prisma/migrations/${name}/migration.sql.`,
      )
  }
}

const rejectForeignTables = async (tx: Queryable): Promise<void> => {
  const [foreign] = await tx.query<{ name: string }>(sql`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name LIKE 'monitoring\\_%' LIMIT 1`)
  if (foreign)
    throw new SchemaMismatchError(
      `The database already has a table ${foreign.name} that was not created by this server. Set DATABASE_URL to a separate database: the server never writes to tables of other programs.`,
    )
}
