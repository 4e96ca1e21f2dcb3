import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { type InsertRow, rowsSql } from '../../db/sql/insert.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { AnyTable, Column } from '../../db/sql/table.ts'
import { type Inherited, isInherited, ruleOf } from '../definition/inheritedColumns.ts'

/** A relation that rows inherit from. */
type Ancestor = 'message' | 'stored' | 'session'

/** The ancestors of new rows, the first one first. */
const ancestorsOfNew: readonly Ancestor[] = ['message', 'session']
/** The ancestors of rows that may be stored already: a message that is stored later still determines their values. */
const ancestorsOfCopied: readonly Ancestor[] = ['message', 'stored', 'session']

const firstSql = (column: string, ancestors: readonly Ancestor[]): Sql =>
  sql`coalesce(${join(
    ['input', ...ancestors].map((relation) => sql`${raw(relation)}.${columnSql({ name: column })}`),
    ', ',
  )})`

/** A name is inherited from the first ancestor that has it with the same id; an empty name is not inherited. */
const nameSql = (column: string, id: string, ancestors: readonly Ancestor[]): Sql => {
  const name = columnSql({ name: column })
  const names = ancestors.map((relation) => {
    const hasSameId = sql`${firstSql(id, ancestors)} = ${raw(`${relation}."${id}"`)}`
    return sql`CASE WHEN ${hasSameId} THEN nullif(${raw(relation)}.${name}, '') END`
  })
  return sql`coalesce(input.${name}, ${join(names, ', ')})`
}

const valueSql = ({ name }: Column, inherits: readonly Inherited[], ancestors: readonly Ancestor[]): Sql => {
  const rule = ruleOf({ name }, inherits)
  if (!rule) return sql`input.${columnSql({ name })}`
  return rule.nameOf === undefined ? firstSql(name, ancestors) : nameSql(name, rule.nameOf, ancestors)
}

/** Joins the ancestors of the rows of a relation `input`. */
const ancestorsSql = (table: AnyTable, ancestors: readonly Ancestor[]): Sql => {
  const stored = sql`LEFT JOIN ${tableSql(table)} AS stored ON stored.id = input.id`
  const isCopied = ancestors.includes('stored')
  const session = firstSql(
    'session_id',
    ancestors.filter((relation) => relation !== 'session'),
  )
  return sql`
    LEFT JOIN monitoring_messages AS message ON message.id = input.message_id
    ${isCopied ? stored : sql``}
    LEFT JOIN monitoring_sessions AS session ON session.session_id = ${session}`
}

/** How rows inherit. */
export interface Inheritance {
  readonly inherits: readonly Inherited[]
  /** Whether rows may be stored already. A stored value takes precedence over that of the session. By default false. */
  readonly areCopied?: boolean
}

/**
 * Selects rows with all columns of their table from a relation `input`. Bot, pipeline, session, user, platform and
 * names that a row omits are inherited from its message, otherwise from its session, if these are stored.
 */
export const inheritingSql = (
  table: AnyTable,
  rows: readonly InsertRow[],
  { inherits, areCopied = false }: Inheritance,
): Sql => {
  const ancestors = areCopied ? ancestorsOfCopied : ancestorsOfNew
  const values = Object.values(table.columns).map((column) => valueSql(column, inherits, ancestors))
  return sql`SELECT ${join(values, ', ')} FROM ${rowsSql(table, rows, 'input')} ${ancestorsSql(table, ancestors)}`
}

/** The rows that inherited nothing yet, and whose message or session has something to inherit. */
const isUnfilled: Readonly<Record<Inherited, Sql>> = {
  origin: sql`(input.bot_id IS NULL AND input.pipeline_id IS NULL
    AND (message.id IS NOT NULL OR session.session_id IS NOT NULL))`,
  sender: sql`(input.user_id IS NULL AND input.platform IS NULL
    AND coalesce(message.user_id, message.platform, session.user_id, session.platform) IS NOT NULL)`,
}

/**
 * Fills in what stored rows did not inherit because their message and session were stored after them. A row whose
 * message and session are not stored yet is left unchanged and is processed again by the next run.
 * @returns the number of updated rows.
 */
export const fillInherited = (prisma: Db, table: AnyTable, inherits: readonly Inherited[]): Promise<number> => {
  const columns = Object.values(table.columns).filter((column) => isInherited(column, inherits))
  const values = columns.map((column) => sql`${valueSql(column, inherits, ancestorsOfNew)} AS ${columnSql(column)}`)
  const changes = columns.map((column) => sql`${columnSql(column)} = filled.${columnSql(column)}`)
  const conditions = inherits.map((part) => isUnfilled[part])
  // Rows are locked in the order of their ids, as by all writers, to prevent deadlocks.
  return prisma.$write(sql`
    UPDATE ${tableSql(table)} AS row SET ${join(changes, ', ')}
    FROM (
      SELECT input.id, ${join(values, ', ')} FROM ${tableSql(table)} AS input ${ancestorsSql(table, ancestorsOfNew)}
      WHERE ${join(conditions, ' OR ')} ORDER BY input.id FOR UPDATE OF input
    ) AS filled
    WHERE row.id = filled.id`)
}
