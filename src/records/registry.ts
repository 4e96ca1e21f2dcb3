import type { MetricsDefinition } from './definition/metrics/definition.ts'
import type { AnyListSource, RecordType } from './definition/recordType.ts'
import * as list from './list.ts'
import { addRelationRules, findRelations, type Relatable } from './relations.ts'
import { furtherTurnColumns, turnColumns } from './turns/exportColumns.ts'
import { turnMetrics } from './turns/metrics.ts'
import { turnSource } from './turns/source.ts'
import { turnTable } from './turns/table.ts'

/** Whether a record inherits its context from a message or session, which are stored before it. */
const inheritsContext = ({ table }: RecordType): boolean => 'messageId' in table.columns

const listed: readonly RecordType[] = Object.values(list)

/**
 * All record types. Export, import, following, retention, rollups, metrics, edges, relations and the completeness tests
 * iterate over them. Messages and sessions come first, since other records inherit their context from them.
 */
export const records: readonly RecordType[] = [
  ...listed.filter((record) => !inheritsContext(record)),
  ...listed.filter(inheritsContext),
]

/** A type that lists consist of. */
export type ListedType = Relatable &
  Pick<RecordType, 'model' | 'metrics' | 'export'> & { readonly source: AnyListSource }

/** All types that lists consist of: the records, and turns, which are derived from messages. */
export const listedTypes: readonly ListedType[] = [
  ...records,
  {
    model: 'Turn',
    list: 'turns',
    filter: 'TurnFilter',
    table: turnTable,
    source: turnSource,
    metrics: turnMetrics,
    export: {
      type: 'turns',
      columns: turnColumns,
      furtherColumns: furtherTurnColumns,
      sessionId: turnTable.columns.sessionId,
    },
  },
]

/** The relations between all of them, which are fields of their filters. */
export const relations = findRelations(listedTypes)

addRelationRules(relations)

/** The metrics of all types that lists consist of. */
export const metricsDefinitions: readonly MetricsDefinition[] = listedTypes.map(({ metrics }) => metrics)

/** Finds the table of a record's model. */
export const findTableOfModel = (model: RecordType['model']): RecordType['table'] | undefined =>
  records.find((record) => record.model === model)?.table

/** Finds the record with the given table name. */
export const findRecordOfTable = (name: string): RecordType | undefined =>
  records.find(({ table }) => table.name === name)
