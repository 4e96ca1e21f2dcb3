/** A row as the source has it: times as text in UTC, truth values as they are stored. */
export type SourceRow = Readonly<Record<string, unknown>>

/** A row's place in the order in which a table is read: by its time, as the source writes it, and its id. */
export interface SourcePosition {
  readonly time: string
  readonly id: string
}

/** Which rows of a table to read, by the names of its columns. */
export interface SourceRequest {
  readonly table: string
  readonly columns: readonly string[]
  readonly time: string
  readonly id: string
}

/** A LangBot database. It is only read, a batch at a time, and nothing in it is locked in between. */
export interface LangBotSource {
  /** The names of a table's columns; none where there is no such table. */
  readColumns(table: string): Promise<ReadonlySet<string>>
  /** The next rows behind a position, in order. */
  readAfter(request: SourceRequest, position: SourcePosition, limit: number): Promise<SourceRow[]>
  /** The rows with the given ids, in no order. */
  readByIds(request: SourceRequest, ids: readonly string[]): Promise<SourceRow[]>
  close(): Promise<void>
}

/** A time as the source's columns have it, which know no zone: `2026-06-05 13:00:00.000000`, in UTC. */
export const writeSourceTime = (time: Date): string => `${time.toISOString().slice(0, 23).replace('T', ' ')}000`
