import type { Rule } from '../db/sql/filters.ts'
import { hasAny, hasMany, hasOne, type Related } from '../db/sql/related.ts'
import type { RecordType } from './definition/recordType.ts'

/** What relations are found by: the records, and what is derived from them. */
export interface Relatable extends Pick<RecordType, 'list' | 'filter' | 'reference' | 'flag' | 'table'> {
  readonly source: Pick<RecordType['source'], 'rules' | 'rowRules'>
}

/** A relation between two records, by which the filter of the first one restricts rows of the second one. */
export interface Relation {
  readonly from: Relatable
  readonly to: Relatable
  /** The field of the filter. */
  readonly field: string
  readonly kind: 'one' | 'many' | 'any'
  readonly related: Related
}

/** Finds the relations between records, in both directions: by the field that contains the id of another record. */
export const findRelations = (records: readonly Relatable[]): readonly Relation[] =>
  records.flatMap((parent) =>
    records.flatMap((child) => {
      const { reference, table } = parent
      const key = reference && child.table.columns[reference.field]
      if (!key) return []
      const ofChild = { own: key, table, column: table.columns.id, rules: parent.source.rules }
      const ofParent = { own: table.columns.id, table: child.table, column: key, rules: child.source.rules }
      const { list, flag } = child
      const fromParent = { from: parent, to: child, related: ofParent }
      return [
        { from: child, to: parent, field: reference.relation, kind: 'one', related: ofChild },
        { ...fromParent, field: list, kind: 'many' },
        ...(flag === undefined ? [] : [{ ...fromParent, field: flag, kind: 'any' } as const]),
      ] satisfies Relation[]
    }),
  )

const ruleKinds = { one: hasOne, many: hasMany, any: hasAny } satisfies Record<
  string,
  (related: Related) => Rule<never>
>

/**
 * Adds the relations to the filter rules of the records, which do not know each other: a rule of a record contains
 * the rules of another one, and vice versa.
 */
export const addRelationRules = (relations: readonly Relation[]): void => {
  for (const { from, field, kind, related } of relations)
    Object.assign(from.source.rules, { [field]: ruleKinds[kind](related) })
}
