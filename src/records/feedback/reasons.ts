import sql, { type Sql } from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import { feedbackTable } from './table.ts'

const stored = columnSql(feedbackTable.columns.inaccurateReasons)

/** A character of a JSON string that PostgreSQL can store: no half of a surrogate pair, and not U+0000. */
const character = String.raw`([^"\\\x01-\x1f]|\\["\\/bfnrt]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4})`
/** The white space of JSON, which is less than that of `\s`. */
const space = String.raw`[ \t\n\r]*`
const text = `${space}"${character}*"${space}`
const textList = String.raw`^${space}\[(${text}(,${text})*|${space})\]${space}$`

/**
 * The different reasons of feedback as an array of texts: the items of a JSON list of texts, in which they are stored.
 * Any other text is one reason. It is compared with a pattern first, since parsing a text that is not JSON is an error.
 */
export const reasonsSql: Sql = sql`CASE
  WHEN ${stored} ~ ${textList} THEN ARRAY(SELECT DISTINCT json_array_elements_text(${stored}::json))
  WHEN ${stored} <> '' THEN ARRAY[${stored}] END`
