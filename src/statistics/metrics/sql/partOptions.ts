import type { Sql } from 'sql-template-tag'
import type { Key } from './keys.ts'
import type { ReadRequest } from './reading.ts'

/** Options of the statement of a part. */
export interface PartOptions {
  /** The keys of the result. Default: those of the request. */
  readonly keys?: readonly Key[]
  /** Another condition on the rows that are read. */
  readonly where?: Sql | undefined
  /** Joins another relation. */
  readonly join?: (time: Sql) => Sql
  /** A condition on the joined rows. */
  readonly joinedWhere?: Sql | undefined
}

/** Returns the statement of a part. */
export type ComputePart = (request: ReadRequest, options: PartOptions) => Sql
