import { raw } from 'sql-template-tag'
import { measureNames, type Rollup, rollupTables } from '../src/db/rollups/rollup.ts'
import {
  binSql,
  binsOfRowsSql,
  hasSketches,
  type SketchedRollup,
  sketchColumnsSql,
  sketchesByGrainSql,
} from '../src/db/rollups/sketches.ts'
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
    sketches: names.sketches === undefined ? [] : [quote(names.sketches)],
    bin: hasSketches(rollup) ? [binSql(rollup).sql] : [],
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
  const { rollups, deltas, sketches, bin, own, sums, values, hour, groups } = partsOf(rollup)
  const columns = [...own, ...sums, ...bin.flatMap(() => ['bins', 'counts'])].join(', ')
  const binned = (sign: string) => bin.flatMap((one) => [`array_agg(${one})`, `array_agg(${sign})`])
  const append = (sign: string, from: string) => `
        INSERT INTO ${deltas}("hour", ${columns})
        SELECT ${[hour, ...own, `${sign}count(*)`, ...values.map(([, value]) => `${sign}sum(${value})`), ...binned(`${sign}1`)].join(', ')}
        FROM ${from} GROUP BY ${groups};`
  const signed = ['sum(sign)', ...values.map(([, value]) => `sum(sign * ${value})`)]
  // The bins of removed and added rows are compared as sorted lists.
  const moved = bin.map((one) => {
    const binsOf = (sign: number) => `array_agg(${one} ORDER BY ${one}) FILTER (WHERE sign = ${sign})`
    return `${binsOf(-1)} IS DISTINCT FROM ${binsOf(1)}`
  })
  return `
BEGIN
    IF TG_OP = 'INSERT' THEN${append('', 'added')}
    ELSIF TG_OP = 'DELETE' THEN${append('-', 'removed')}
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO ${deltas}("hour", ${columns})
        SELECT ${[hour, ...own, ...signed, ...binned('sign')].join(', ')}
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY ${groups}
        HAVING ${[...signed.map((sum) => `${sum} <> 0`), ...moved].join(' OR ')};
    ELSE
        TRUNCATE ${[deltas, rollups, ...sketches].join(', ')};
    END IF;
    RETURN NULL;
END `
}

/**
 * The SQL that creates a rollup: its tables, the function and triggers that maintain it, and its initial contents.
 * Those of sketches require the functions of bins. It is added to a migration after the record's table. Like all
 * generated SQL, it is reviewed before it is committed.
 */
export const rollupSql = (rollup: Rollup): string => {
  const { names, rollups, deltas, bin, record, routine, own, sums, values, hour, groups } = partsOf(rollup)
  const typed = values.map(([name, value]) => `sum(${value}) AS "${name}"`)
  const binned = bin.flatMap((one) => [`array_agg(${one}) AS "bins"`, 'array_agg(1) AS "counts"'])
  const trigger = (name: string, event: string, rows: string) =>
    `CREATE TRIGGER "botlens_rows_${name}" AFTER ${event} ON ${record}${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION "${routine}"();`
  return `CREATE TABLE ${deltas} AS
    SELECT ${[`${hour}::timestamptz(3) AS "hour"`, ...own, 'count(*) AS "row_count"', ...typed, ...binned].join(', ')}
    FROM ${record} GROUP BY ${groups} WITH NO DATA;

CREATE TABLE ${rollups} WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", ${[...own, ...sums].join(', ')} FROM ${deltas} WITH NO DATA;

${indexesSql(rollup, names.rollups)}${hasSketches(rollup) ? sketchTableSql(rollup) : ''}CREATE OR REPLACE FUNCTION "${routine}"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$${routineBody(rollup)}$$;

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
${hasSketches(rollup) ? sketchFillSql(rollup) : ''}`
}

/** The unique key of a table by period, and indexes for filters. */
const indexesSql = ({ dimensions }: Rollup, table: string): string => {
  const names = dimensions.map(({ name }) => name)
  const filters = names
    .filter((name) => indexed.includes(name))
    .map((name) => `CREATE INDEX "${table}_${name}_idx" ON "${table}"("${name}", "grain", "period");\n\n`)
  return `CREATE UNIQUE INDEX "${table}_key" ON "${table}"("grain", "period", ${names.map(quote).join(', ')}) NULLS NOT DISTINCT;

${filters.join('')}`
}

const sketchTableSql = (rollup: SketchedRollup): string => {
  const { names, deltas, own, sketches } = partsOf(rollup)
  return `CREATE TABLE ${sketches.join('')} WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(11) AS "grain", "hour" AS "period", ${own.join(', ')}, "bins", "counts" FROM ${deltas} WITH NO DATA;

${indexesSql(rollup, names.sketches ?? '')}`
}

const sketchFillSql = (rollup: SketchedRollup): string => `
INSERT INTO ${partsOf(rollup).sketches.join('')} (${sketchColumnsSql(rollup).sql})${sketchesByGrainSql(rollup, binsOfRowsSql(rollup, raw('TRUE'))).sql};
`

/**
 * The SQL that drops a rollup and everything that maintains it, even if parts are missing.
 * @param routine the function that its triggers call; undefined if there is none.
 */
export const dropRollupSql = (rollup: Rollup, routine: string | undefined): string => {
  const { names, rollups, deltas, record } = partsOf(rollup)
  // Sketches are dropped even if the record no longer has any.
  const sketches = quote(names.rollups.replace('_rollups', '_sketches'))
  return [
    ...['added', 'changed', 'removed', 'truncated'].map(
      (name) => `DROP TRIGGER IF EXISTS "botlens_rows_${name}" ON ${record};`,
    ),
    ...(routine === undefined ? [] : [`DROP FUNCTION "${routine}"();`]),
    `DROP TABLE IF EXISTS ${deltas}, ${rollups}, ${sketches};\n`,
  ].join('\n')
}
