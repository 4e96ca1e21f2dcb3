import type { Column } from '../../db/sql/table.ts'
import type { MetricsDefinition } from '../../records/definition/metrics/definition.ts'
import type { Dimension } from '../../records/definition/metrics/dimensions.ts'

/** A dimension that the filter of a list selects values of. */
export interface Facet {
  /** The field of the filter, after which the facet is named. */
  readonly field: string
  readonly dimension: Dimension
  readonly column: Column
}

/** The facets of a list: the dimensions of its metrics whose column a field of its filter selects values of. */
export const facetsOf = ({ dimensions, source: { rules } }: MetricsDefinition): readonly Facet[] => {
  const selecting = Object.entries(rules).flatMap(([field, { selects }]) =>
    selects ? [{ field, column: selects }] : [],
  )
  return Object.values(dimensions).flatMap((dimension) => {
    const { value } = dimension
    if (!('column' in value)) return []
    const found = selecting.find(({ column }) => column.name === value.column.name)
    return found ? [{ ...found, dimension }] : []
  })
}

/** A value of a facet, as text, with the number of rows that have it. */
export interface FacetValue {
  readonly value: string
  readonly count: number
  /** The newest known name of an id; null if none is known, or if names are not requested. */
  readonly name: string | null
}

/** Which values of a facet to read. */
export interface FacetRequest {
  /** The field of the facet. */
  readonly field: string
  /** What the value or its name contains; empty for any. */
  readonly search: string
  /** Maximum number of values. */
  readonly first: number
  /** Whether names are read. */
  readonly isNamed: boolean
}
