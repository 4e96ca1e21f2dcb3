import sql, { raw } from 'sql-template-tag'
import type { Database } from '../database.ts'

/** How large a table must be, relative to its size when its statistics were collected, to collect them again. */
const growth = 1.1

/**
 * Collects the planner's statistics of the tables of the embedded database that have none, or that have grown by a tenth
 * since. It has no autovacuum, which does so on a server: there, this function does nothing. Without statistics, a join of
 * 4,000 rows can take 20 s.
 * @returns the names of the tables.
 */
export const analyzeGrown = async (db: Database): Promise<string[]> => {
  // Only one process can use the embedded database, so it has no notifications.
  if (db.notifications) return []
  const tables = await db.query<{ name: string }>(sql`
    SELECT relname::text AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND pg_relation_size(oid) > 0
      AND (pg_relation_size(oid) > ${growth}::float8 * relpages * current_setting('block_size')::int
        OR (reltuples <> 0 AND NOT EXISTS (SELECT 1 FROM pg_statistic WHERE starelid = pg_class.oid)))
    ORDER BY relname`)
  // One statement per table, so that requests wait for one at most.
  for (const { name } of tables) await db.execute(raw(`ANALYZE "${name}"`))
  return tables.map(({ name }) => name)
}
