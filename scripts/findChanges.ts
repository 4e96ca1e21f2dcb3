import sql from 'sql-template-tag'
import type { Queryable } from '../src/db/queryable.ts'
import { type Rollup, rollupTables } from '../src/db/rollups/rollup.ts'
import { hasSketches } from '../src/db/rollups/sketches.ts'
import { rollupColumnsSql } from '../src/db/rollups/sums.ts'
import type { AnyTable } from '../src/db/sql/table.ts'
import { binFunctions, binFunctionsSql } from './binSql.ts'
import { normalizeSql } from './normalizeSql.ts'
import { dropRollupSql, rollupSql, routineBody } from './rollupSql.ts'

interface StoredRollup {
  /** The function that the record's trigger calls, and its body; undefined if there is none. */
  readonly routine: string | undefined
  readonly body: string | undefined
  /** The columns of the rollup's table; undefined if there is none. */
  readonly columns: readonly string[] | undefined
}

/** The SQL that updates a database's rollups to the definitions of the records: those that are missing or differ. */
export const findRollupChanges = async (db: Queryable, rollups: readonly Rollup[]): Promise<string[]> => {
  const changes: string[] = []
  const areBinsStored = !rollups.some(hasSketches) || (await areBinFunctionsStored(db))
  if (!areBinsStored) changes.push(binFunctionsSql())
  for (const rollup of rollups) {
    const stored = await readRollup(db, rollup)
    if (stored.columns === undefined && stored.routine === undefined) changes.push(rollupSql(rollup))
    else if (
      (hasSketches(rollup) && !areBinsStored) ||
      normalizeSql(stored.body ?? '') !== normalizeSql(routineBody(rollup)) ||
      stored.columns?.join(', ') !== normalizeSql(rollupColumnsSql(rollup).sql)
    )
      changes.push(`${dropRollupSql(rollup, stored.routine)}\n${rollupSql(rollup)}`)
  }
  return changes
}

/** Whether a database has the functions of bins. Sketches of other bins are of no use. */
const areBinFunctionsStored = async (db: Queryable): Promise<boolean> => {
  const stored = await db.query<{ name: string; body: string }>(sql`
    SELECT proname::text AS name, prosrc AS body FROM pg_proc WHERE proname = ANY(${binFunctions.map(({ name }) => name)})`)
  return binFunctions.every(({ name, body }) => stored.some((one) => one.name === name && one.body === body))
}

const readRollup = async (db: Queryable, rollup: Rollup): Promise<StoredRollup> => {
  const [trigger] = await db.query<{ routine: string; body: string }>(sql`
    SELECT routine.proname AS routine, routine.prosrc AS body
    FROM pg_trigger AS triggered JOIN pg_proc AS routine ON routine.oid = triggered.tgfoid
    WHERE triggered.tgrelid = to_regclass(${rollup.table.name}) AND triggered.tgname = 'botlens_rows_added'`)
  const [table] = await db.query<{ columns: string[] | null }>(sql`
    SELECT array_agg(attname::text ORDER BY attnum) AS columns FROM pg_attribute
    WHERE attrelid = to_regclass(${rollupTables(rollup).rollups}) AND attnum > 0 AND NOT attisdropped`)
  return { routine: trigger?.routine, body: trigger?.body, columns: table?.columns ?? undefined }
}

const [earliest, latest] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z']

/** The SQL of constraints that tables are missing: times are limited to those that the API can represent. */
export const findMissingChecks = async (db: Queryable, tables: readonly AnyTable[]): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(
    sql`SELECT conname::text AS name FROM pg_constraint WHERE contype = 'c'`,
  )
  const found = new Set(rows.map(({ name }) => name))
  return tables.flatMap((table) =>
    Object.values(table.columns)
      .filter(({ type }) => type === 'time')
      .map(({ name: column }) => ({ column, constraint: `${table.name}_${column}_is_in_range` }))
      .filter(({ constraint }) => !found.has(constraint))
      .map(
        ({ column, constraint }) => `ALTER TABLE "${table.name}" ADD CONSTRAINT "${constraint}"
    CHECK ("${column}" >= '${earliest}' AND "${column}" <= '${latest}');
`,
      ),
  )
}
