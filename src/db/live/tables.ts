import type { Column, IdentifiedTable } from '../sql/table.ts'

/** The table of live events. Triggers append to it, in the transaction that changes the rows of a record. */
export const eventsTable = 'botlens_live_events'

/** The sequence of the numbers of live events. */
export const eventsSequence = `${eventsTable}_seq_seq`

/** Number of different keys of the locks of transactions with live events. The keys are numbers of the sequence, modulo. */
export const lockKeys = 2 ** 31

/** The table with one row: up to which event old events have been removed. */
export const stateTable = 'botlens_live_state'

/** The channel that a server notifies after it has recorded. Notifications have no payload. */
export const liveChannel = 'botlens_live'

/** Maximum number of ids in one live event. */
export const maxEventIds = 1000

/** What happened to the rows of a live event. */
export type Change = 'added' | 'changed'

/** The rows of a record whose changes are live events. */
export interface LiveTable {
  readonly table: IdentifiedTable
  /** Whether updates are events too, besides inserts. Deletes never are. */
  readonly hasChanges: boolean
}

/** The column whose values are the ids of a live event. */
export const eventIdOf = ({ table }: LiveTable): Column => table.columns.id
