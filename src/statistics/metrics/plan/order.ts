import type { Order } from '../../../graphql/orderInput.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { distributionStatistics, type StatisticName } from '../../../records/definition/metrics/distribution.ts'
import type { GroupOrder } from '../sql/groups.ts'
import type { Value } from '../sql/needs.ts'
import { orderValueOf } from './measures.ts'

/** The order field that sorts groups by their key. */
export const keyOrder = 'KEY'

/** The name of an enum value, e.g. `AVG_TOKENS_PER_CALL` for `avgTokensPerCall`. */
const toEnumName = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/** The enum value that orders groups by a measure, or by a statistic of a distribution. */
export const orderFieldOf = (measure: string, statistic: StatisticName | undefined): string =>
  statistic === undefined ? toEnumName(measure) : `${toEnumName(measure)}_${toEnumName(statistic)}`

/** A value that groups can be ordered by. */
interface OrderField {
  readonly description: string
  readonly value: Value
}

/** The values that groups can be ordered by, by the names of the enum. */
export const listOrderFields = ({ measures }: MetricsDefinition): Readonly<Record<string, OrderField>> =>
  Object.fromEntries(
    Object.entries(measures).flatMap(([name, measure]) => {
      if (measure.kind === 'single')
        return [
          [
            orderFieldOf(name, undefined),
            { description: measure.description, value: orderValueOf(name, measure, undefined) },
          ],
        ]
      return Object.entries(distributionStatistics).map(([statistic, { description }]) => [
        orderFieldOf(name, statistic as StatisticName),
        {
          description: `${measure.description} ${description}`,
          value: orderValueOf(name, measure, statistic as StatisticName),
        },
      ])
    }),
  )

/** The order of groups that an argument requests. By default, the groups with the most rows come first. */
export const orderOf = (definition: MetricsDefinition, orderBy: Order<string> | undefined): GroupOrder => {
  const fields = listOrderFields(definition)
  if (orderBy?.field === keyOrder) return { value: undefined, descending: orderBy.direction === 'DESC' }
  const field = orderBy ? fields[orderBy.field] : Object.values(fields)[0]
  return { value: field?.value, descending: orderBy?.direction !== 'ASC' }
}
