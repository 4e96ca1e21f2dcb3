import { raw } from 'sql-template-tag'
import { measureNames, type Rollup, rollupTables } from '../src/db/rollups/rollup.ts'
import { byGrainSql, rollupColumnsSql, rowsByHourSql } from '../src/db/rollups/sums.ts'

/** The columns that statistics are filtered by most often. Each of them that is a dimension has an index. */
const indexed = ['bot_id', 'pipeline_id']

const quote = (name: string): string => `"${name}"`

const partsOf = (rollup: Rollup) => {
  const names = rollupTables(rollup)
  return {
    names,
    rollups: quote(names.rollups),
    deltas: quote(names.deltas),
    record: quote(rollup.table.name),
    routine: names.deltas.replace('_deltas', '_roll_up'),
    own: rollup.dimensions.map(({ name }) => quote(name)),
    sums: measureNames(rollup).map(quote),
    values: Object.entries(rollup.measures).map(([name, { sql }]) => [name, sql] as const),
    hour: `date_trunc('hour', "${rollup.time.name}", 'UTC')`,
    groups: Array.from({ length: rollup.dimensions.length + 1 }, (_, index) => index + 1).join(', '),
  }
}

/**
 * The body of the function that maintains a rollup: it appends what a statement added, changed or removed to the
 * deltas.
 */
export const routineBody = (rollup: Rollup): string => {
  const { rollups, deltas, own, sums, values, hour, groups } = partsOf(rollup)
  const append = (sign: string, from: string) => `
        INSERT INTO ${deltas}("hour", ${[...own, ...sums].join(', ')})
        SELECT ${[hour, ...own, `${sign}count(*)`, ...values.map(([, value]) => `${sign}sum(${value})`)].join(', ')}
        FROM ${from} GROUP BY ${groups};`
  const signed = ['sum(sign)', ...values.map(([, value]) => `sum(sign * ${value})`)]
  return `
BEGIN
    IF TG_OP = 'INSERT' THEN${append('', 'added')}
    ELSIF TG_OP = 'DELETE' THEN${append('-', 'removed')}
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO ${deltas}("hour", ${[...own, ...sums].join(', ')})
        SELECT ${[hour, ...own, ...signed].join(', ')}
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY ${groups}
        HAVING ${signed.map((sum) => `${sum} <> 0`).join(' OR ')};
    ELSE
        TRUNCATE ${deltas}, ${rollups};
    END IF;
    RETURN NULL;
END `
}

/**
 * The SQL that creates a rollup: its tables, the function and triggers that maintain it, and its initial contents. It
 * is added to a migration after the record's table. Like all generated SQL, it is reviewed before it is committed.
 */
export const rollupSql = (rollup: Rollup): string => {
  const { names, rollups, deltas, record, routine, own, sums, values, hour, groups } = partsOf(rollup)
  const typed = values.map(([name, value]) => `sum(${value}) AS "${name}"`)
  const indexes = rollup.dimensions
    .filter(({ name }) => indexed.includes(name))
    .map(({ name }) => `CREATE INDEX "${names.rollups}_${name}_idx" ON ${rollups}("${name}", "grain", "period");\n\n`)
  const trigger = (name: string, event: string, rows: string) =>
    `CREATE TRIGGER "botlens_rows_${name}" AFTER ${event} ON ${record}${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION "${routine}"();`
  return `CREATE TABLE ${deltas} AS
    SELECT ${[`${hour}::timestamptz(3) AS "hour"`, ...own, 'count(*) AS "row_count"', ...typed].join(', ')}
    FROM ${record} GROUP BY ${groups} WITH NO DATA;

CREATE TABLE ${rollups} WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", ${[...own, ...sums].join(', ')} FROM ${deltas} WITH NO DATA;

CREATE UNIQUE INDEX "${names.rollups}_key" ON ${rollups}("grain", "period", ${own.join(', ')}) NULLS NOT DISTINCT;

${indexes.join('')}CREATE OR REPLACE FUNCTION "${routine}"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$${routineBody(rollup)}$$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', '${routine}', current_schema());
END $$;

${trigger('added', 'INSERT', ' REFERENCING NEW TABLE AS added')}
${trigger('changed', 'UPDATE', ' REFERENCING OLD TABLE AS removed NEW TABLE AS added')}
${trigger('removed', 'DELETE', ' REFERENCING OLD TABLE AS removed')}
${trigger('truncated', 'TRUNCATE', '')}

-- What is stored already: the triggers make writers wait until it is there.
WITH hourly AS MATERIALIZED (${rowsByHourSql(rollup, raw('TRUE')).sql})
INSERT INTO ${rollups} (${rollupColumnsSql(rollup).sql})${byGrainSql(rollup, raw('hourly')).sql};
`
}

/**
 * The SQL that drops a rollup and everything that maintains it, even if parts are missing.
 * @param routine the function that its triggers call; undefined if there is none.
 */
export const dropRollupSql = (rollup: Rollup, routine: string | undefined): string => {
  const { rollups, deltas, record } = partsOf(rollup)
  return [
    ...['added', 'changed', 'removed', 'truncated'].map(
      (name) => `DROP TRIGGER IF EXISTS "botlens_rows_${name}" ON ${record};`,
    ),
    ...(routine === undefined ? [] : [`DROP FUNCTION "${routine}"();`]),
    `DROP TABLE IF EXISTS ${deltas}, ${rollups};\n`,
  ].join('\n')
}
