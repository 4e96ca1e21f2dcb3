import type { ExportColumn } from '../db/exportColumn.ts'
import { oneOf, type Rules } from '../db/filters.ts'
import type { MonitoringFields } from '../db/monitoringRules.ts'
import type { SortKey } from '../db/rows.ts'
import type { RolledUp } from '../db/source.ts'
import type { Column } from '../db/table.ts'
import { embeddingCallColumns } from '../embeddingCalls/csvColumns.ts'
import { embeddingCallSource } from '../embeddingCalls/queries.ts'
import { errorColumns } from '../errors/csvColumns.ts'
import { errorSource } from '../errors/queries.ts'
import { feedbackColumns } from '../feedback/csvColumns.ts'
import { feedbackSource } from '../feedback/queries.ts'
import { llmCallColumns } from '../llmCalls/csvColumns.ts'
import { llmCallSource } from '../llmCalls/queries.ts'
import { messageColumns } from '../messages/csvColumns.ts'
import { messageSource } from '../messages/queries.ts'
import { sessionColumns } from '../sessions/csvColumns.ts'
import { sessionSource } from '../sessions/queries.ts'

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
