import { type Rollup, rollupTables } from '../src/db/rollups/rollup.ts'

/**
 * The SQL that makes a rollup: its tables, the function and triggers that keep it, and its first contents. It goes into
 * a migration behind the record's own table, and is read before it is committed, as all that this prints.
 */
export const rollupSql = (rollup: Rollup): string => {
  const { table, time, dimensions, measures } = rollup
  const names = rollupTables(rollup)
  const [rollups, deltas] = [`"${names.rollups}"`, `"${names.deltas}"`]
  const record = `"${table.name}"`
  const routine = `"${names.deltas.replace('_deltas', '_roll_up')}"`
  const own = dimensions.map(({ name }) => `"${name}"`)
  const values = Object.entries(measures).map(([name, { sql }]) => [name, sql] as const)
  const sums = ['row_count', ...values.map(([name]) => name)].map((name) => `"${name}"`)
  const hour = `date_trunc('hour', "${time.name}", 'UTC')`
  const numbers = (first: number) => own.map((_, index) => index + first)
  const groups = [1, ...numbers(2)].join(', ')
  const typed = values.map(([name, value]) => `sum(${value}) AS "${name}"`)
  const append = (sign: string, from: string) => `
        INSERT INTO ${deltas}("hour", ${[...own, ...sums].join(', ')})
        SELECT ${[hour, ...own, `${sign}count(*)`, ...values.map(([, value]) => `${sign}sum(${value})`)].join(', ')}
        FROM ${from} GROUP BY ${groups};`
  const signed = ['sum(sign)', ...values.map(([, value]) => `sum(sign * ${value})`)]
  const trigger = (name: string, event: string, rows: string) =>
    `CREATE TRIGGER "botlens_rows_${name}" AFTER ${event} ON ${record}${rows}
    FOR EACH STATEMENT EXECUTE FUNCTION ${routine}();`
  return `CREATE TABLE ${deltas} AS
    SELECT ${[`${hour}::timestamptz(3) AS "hour"`, ...own, 'count(*) AS "row_count"', ...typed].join(', ')}
    FROM ${record} GROUP BY ${groups} WITH NO DATA;

CREATE TABLE ${rollups} WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", ${[...own, ...sums].join(', ')} FROM ${deltas} WITH NO DATA;

CREATE UNIQUE INDEX "${names.rollups}_key" ON ${rollups}("grain", "period", ${own.join(', ')}) NULLS NOT DISTINCT;

CREATE OR REPLACE FUNCTION ${routine}() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
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
END $$;

${trigger('added', 'INSERT', ' REFERENCING NEW TABLE AS added')}
${trigger('changed', 'UPDATE', ' REFERENCING OLD TABLE AS removed NEW TABLE AS added')}
${trigger('removed', 'DELETE', ' REFERENCING OLD TABLE AS removed')}
${trigger('truncated', 'TRUNCATE', '')}
`
}
