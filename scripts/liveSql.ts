import sql from 'sql-template-tag'
import {
  type Change,
  eventIdOf,
  eventsSequence,
  eventsTable,
  type LiveTable,
  lockKeys,
  maxEventIds,
  stateTable,
} from '../src/db/live/tables.ts'
import { locks } from '../src/db/locks.ts'
import type { Queryable } from '../src/db/queryable.ts'
import { normalizeSql } from './normalizeSql.ts'

/** The SQL that creates the tables of live events. */
const tablesSql = `CREATE TABLE "${eventsTable}" (
    "seq" bigint GENERATED ALWAYS AS IDENTITY,
    "table_name" varchar(63) NOT NULL,
    "change" varchar(10) NOT NULL,
    "ids" text[] COLLATE "C" NOT NULL,
    "recorded_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "${eventsTable}_pkey" PRIMARY KEY ("seq")
);

-- Up to which event old events have been removed.
CREATE TABLE "${stateTable}" (
    "id" boolean NOT NULL DEFAULT true CHECK ("id"),
    "removed_seq" bigint NOT NULL,
    CONSTRAINT "${stateTable}_pkey" PRIMARY KEY ("id")
);

INSERT INTO "${stateTable}" ("removed_seq") VALUES (0);
`

const routineOf = ({ table }: LiveTable): string => `${table.name.replace('monitoring_', 'botlens_')}_note_live`

/** The ids of each kind of change, from the transition tables. An update that changes nothing is no event. */
const changedIds = (live: LiveTable): Record<Change, string> => {
  const id = `"${eventIdOf(live).name}"`
  return {
    added: `SELECT array_agg(${id}::text) INTO changed_ids FROM added`,
    changed: `SELECT array_agg(${id}::text) INTO changed_ids FROM added JOIN removed USING (${id}) WHERE added IS DISTINCT FROM removed`,
  }
}

/**
 * The body of the function that appends the rows of a statement to the live events. A transaction that appends events
 * first takes a lock whose key is less than the numbers of its events, once: readers wait for it, see `readEvents`.
 */
export const liveRoutineBody = (live: LiveTable): string => {
  const { added, changed } = changedIds(live)
  const select = live.hasChanges
    ? `IF TG_OP = 'INSERT' THEN
        ${added};
    ELSE
        ${changed};
    END IF;`
    : `${added};`
  return `
DECLARE
    changed_ids text[];
BEGIN
    ${select}
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(${locks.live}, (nextval('"${eventsSequence}"') % ${lockKeys})::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= ${maxEventIds} THEN
        INSERT INTO "${eventsTable}" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "${eventsTable}" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + ${maxEventIds - 1}]
        FROM generate_series(1, cardinality(changed_ids), ${maxEventIds}) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END `
}

/** The SQL of the function that the triggers of a table call. */
const routineSql = (live: LiveTable): string => {
  const routine = routineOf(live)
  return `CREATE OR REPLACE FUNCTION "${routine}"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$${liveRoutineBody(live)}$$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', '${routine}', current_schema());
END $$;
`
}

/** The SQL of the triggers of a table. It locks the table, unlike that of their function. */
const triggerSql = (live: LiveTable): string => {
  const { name } = live.table
  const trigger = (change: Change, event: string, rows: string) =>
    `CREATE TRIGGER "botlens_live_${change}" AFTER ${event} ON "${name}" REFERENCING ${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION "${routineOf(live)}"();
`
  return `DROP TRIGGER IF EXISTS "botlens_live_added" ON "${name}";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "${name}";
${trigger('added', 'INSERT', 'NEW TABLE AS added')}${live.hasChanges ? trigger('changed', 'UPDATE', 'OLD TABLE AS removed NEW TABLE AS added') : ''}`
}

interface StoredTriggers {
  readonly triggers: readonly string[]
  readonly body: string
}

/** The SQL that updates a database's live events to the definitions of the records. */
export const findLiveChanges = async (db: Queryable, tables: readonly LiveTable[]): Promise<string[]> => {
  const [found] = await db.query<{ exists: boolean }>(sql`SELECT to_regclass(${eventsTable}) IS NOT NULL AS exists`)
  const changes = found?.exists ? [] : [tablesSql]
  for (const live of tables) {
    const { triggers, body } = await readTriggers(db, live)
    const expected = live.hasChanges ? ['botlens_live_added', 'botlens_live_changed'] : ['botlens_live_added']
    if (normalizeSql(body) !== normalizeSql(liveRoutineBody(live))) changes.push(routineSql(live))
    if (triggers.join() !== expected.join()) changes.push(triggerSql(live))
  }
  return changes
}

const readTriggers = async (db: Queryable, { table }: LiveTable): Promise<StoredTriggers> => {
  const rows = await db.query<{ name: string; body: string }>(sql`
    SELECT triggered.tgname::text AS name, routine.prosrc AS body
    FROM pg_trigger AS triggered JOIN pg_proc AS routine ON routine.oid = triggered.tgfoid
    WHERE triggered.tgrelid = to_regclass(${table.name}) AND triggered.tgname IN ('botlens_live_added', 'botlens_live_changed')
    ORDER BY 1`)
  return { triggers: rows.map(({ name }) => name), body: rows[0]?.body ?? '' }
}
