import type { MetricsDefinition } from './definition.ts'
import type { DimensionValue } from './dimensions.ts'

/** Whether rollups contain a dimension: always, only with offsets of whole hours (parts of the local time), or not. */
export const isInRollups = (
  { source: { rolledUp } }: MetricsDefinition,
  value: DimensionValue,
): 'always' | 'whole hours' | 'never' => {
  if (rolledUp === undefined || value.kind === 'list') return 'never'
  if (!('column' in value)) return 'whole hours'
  const { column } = value
  return rolledUp.rollup.dimensions.some(({ name }) => name === column.name) ? 'always' : 'never'
}
