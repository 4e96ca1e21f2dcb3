import sql, { join, type Sql } from 'sql-template-tag'

/** The number of bytes of texts together, which is known without reading them; 0 for null. */
export const bytesSql = (texts: readonly Sql[]): Sql =>
  join([sql`0`, ...texts.map((text) => sql`coalesce(octet_length(${text}), 0)`)], ' + ')
