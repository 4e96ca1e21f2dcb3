import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { oneOf, type Rules } from '../db/sql/filters.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import type { SortKey } from '../db/sql/rows.ts'
import type { RolledUp } from '../db/sql/source.ts'
import type { Column } from '../db/sql/table.ts'
import { embeddingCallColumns } from '../records/embeddingCalls/csvColumns.ts'
import { embeddingCallSource } from '../records/embeddingCalls/queries.ts'
import { errorColumns } from '../records/errors/csvColumns.ts'
import { errorSource } from '../records/errors/queries.ts'
import { feedbackColumns } from '../records/feedback/csvColumns.ts'
import { feedbackSource } from '../records/feedback/queries.ts'
import { llmCallColumns } from '../records/llmCalls/csvColumns.ts'
import { llmCallSource } from '../records/llmCalls/queries.ts'
import { messageColumns } from '../records/messages/csvColumns.ts'
import { messageSource } from '../records/messages/queries.ts'
import { sessionColumns } from '../records/sessions/csvColumns.ts'
import { sessionSource } from '../records/sessions/queries.ts'

/** What every export can be restricted by. */
export interface ExportFields extends MonitoringFields {
  sessionIds: readonly string[]
}

/** A record as exports read it. */
export interface ExportType {
  readonly table: { readonly name: string; readonly columns: { readonly id: Column } }
  readonly rules: Rules<ExportFields>
  /** By what its rows are counted without a look at them. */
  readonly rolledUp: RolledUp
  /** The column that orders the rows, newest first; the id breaks ties. */
  readonly sortColumn: Column
  /** Where a row's place in that order may move up: when the row began, which never moves up. */
  readonly startColumn?: Column
  /** All columns, in the order in which they are written when none are chosen. */
  readonly columns: readonly ExportColumn[]
}

interface ExportSource<Order extends string> extends Pick<ExportType, 'table' | 'rules' | 'rolledUp'> {
  readonly sortKeys: { readonly [Field in Order]: SortKey }
  readonly defaultSort: Order
}

const defineType = <Order extends string>(
  { table, rules, rolledUp, sortKeys, defaultSort }: ExportSource<Order>,
  columns: readonly ExportColumn[],
): ExportType => ({ table, rules, rolledUp, sortColumn: sortKeys[defaultSort].column, columns })

const sessionRules = { ...sessionSource.rules, sessionIds: oneOf(sessionSource.table.columns.id) }

/** What can be exported, by the name that the parameter `type` gives it. */
export const exportTypes = {
  messages: defineType(messageSource, messageColumns),
  'llm-calls': defineType(llmCallSource, llmCallColumns),
  'embedding-calls': defineType(embeddingCallSource, embeddingCallColumns),
  errors: defineType(errorSource, errorColumns),
  sessions: {
    ...defineType({ ...sessionSource, rules: sessionRules }, sessionColumns),
    startColumn: sessionSource.table.columns.startTime,
  },
  feedback: defineType(feedbackSource, feedbackColumns),
} satisfies Record<string, ExportType>

/** The name of something that can be exported. */
export type ExportTypeName = keyof typeof exportTypes
