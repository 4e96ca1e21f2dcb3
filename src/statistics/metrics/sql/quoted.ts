import { raw, type Sql } from 'sql-template-tag'

/** The quoted name of a column. */
export const quoted = (name: string): Sql => raw(`"${name}"`)

/** The column of a key, by its position. */
export const keyName = (index: number): Sql => raw(`k${index}`)
