import { builder } from '../graphql/builder.ts'
import { relatedQuery } from '../graphql/costHints.ts'
import { findFilter, type InputFields, nullValue } from '../graphql/filterInput.ts'
import { listedTypes, relations } from './registry.ts'
import type { Relation } from './relations.ts'

/** Defines the filter of related records, e.g. `LlmCallListFilter`. */
const defineListFilter = (filterName: string) => {
  const { ref, rows } = findFilter(filterName)
  const row = rows === 'feedback' ? 'feedback record' : rows.replace(/s$/, '')
  return builder.inputType(filterName.replace(/Filter$/, 'ListFilter'), {
    description: `Filter by related ${rows}. All given conditions must match.`,
    fields: (t) => ({
      some: t.field({
        ...relatedQuery,
        type: ref,
        description: `Only records for which at least one related ${row} matches this filter. \`{}\` matches records with any ${rows}. ${nullValue}`,
      }),
      none: t.field({
        ...relatedQuery,
        type: ref,
        description: `Only records for which no related ${row} matches this filter. \`{}\` matches records without ${rows}. ${nullValue}`,
      }),
    }),
  })
}

const listFilters = new Map(
  listedTypes
    .filter((type) => relations.some(({ to, kind }) => to === type && kind === 'many'))
    .map(({ filter }) => [filter, defineListFilter(filter)]),
)

const defineField = ({ from, to, field, kind }: Relation, t: InputFields) => {
  const { ref, rows } = findFilter(to.filter)
  const filtered = findFilter(from.filter).rows
  const list = listFilters.get(to.filter)
  if (kind === 'any')
    return t.boolean({
      ...relatedQuery,
      description: `True: only ${filtered} whose list \`${to.list}\` is not empty. False: only ${filtered} whose list \`${to.list}\` is empty. ${nullValue}`,
    })
  if (kind === 'many' && list)
    return t.field({
      type: list,
      description: `Only ${filtered} that meet these conditions on the ${rows} whose \`${from.reference?.field}\` is their id. ${nullValue}`,
    })
  return t.field({
    ...relatedQuery,
    type: ref,
    description: `Only ${filtered} whose ${field} is stored and matches this filter. \`{}\` matches all whose ${field} is stored. ${nullValue}`,
  })
}

/** Adds the relations between records to their filters. */
for (const relation of relations)
  findFilter(relation.from.filter).furtherFields.push((t) => ({ [relation.field]: defineField(relation, t) }))
