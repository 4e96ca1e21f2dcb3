import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql'
import { type FilterArgs, resolveFilter } from '../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import { formatLength } from '../shared/bucketLimit.ts'
import { minute } from '../shared/duration.ts'
import { ExpectedError, truncate } from '../shared/errors.ts'
import type { FieldReading, RootField } from '../shared/requestScope.ts'
import { formatTime } from '../shared/time.ts'
import type { ResolvedWindow } from '../shared/timeWindow.ts'
import type { Context } from './context.ts'

/** Maximum number of characters of a field's key in a message. */
const maxKeyLength = 60

/** Describes a root field that is resolved: what it reads is determined if its work fails. */
export const makeRootField = (args: object, context: Context, info: GraphQLResolveInfo): RootField => ({
  key: String(info.path.key),
  pending: 0,
  describe: () => describe(args, context, info),
})

const describe = (args: object, context: Context, info: GraphQLResolveInfo): FieldReading => {
  const key = truncate(String(info.path.key), maxKeyLength)
  if (info.operation.operation === OperationTypeNode.MUTATION)
    return { what: key, narrower: 'input' in args ? 'Send fewer records at once.' : 'Try again later.' }
  const field = info.parentType.getFields()[info.fieldName]
  const isScoped = field?.args.some(({ name }) => name === 'scope')
  const window = isScoped ? findWindow(args, context.now()) : undefined
  if (!window) return { what: key, narrower: 'Request less data.' }
  return {
    what: `${key} (${formatWindow(window)})`,
    narrower: `${adviseWindow(window)}${field?.extensions['rolledUp'] ? ', or only counts and sums with filters by bots and pipelines, which are read from rollups' : ''}.`,
  }
}

/** The window of a field; undefined if its arguments are invalid. */
const findWindow = (args: FilterArgs<MonitoringFields>, now: Date): ResolvedWindow | undefined => {
  try {
    return resolveFilter(args, now).window
  } catch (error) {
    if (error instanceof ExpectedError) return undefined
    throw error
  }
}

const formatWindow = ({ startTime, endTime }: ResolvedWindow): string => {
  const from = startTime ? [`from ${formatTime(startTime)}`] : []
  const to = endTime ? [`to ${formatTime(endTime)}`] : []
  return [...from, ...to].join(' ') || 'all time'
}

/** Half of the window; a day where it has no start. */
const adviseWindow = ({ startTime, endTime, asOf }: ResolvedWindow): string => {
  if (!startTime) return 'Use a time window, e.g. last: "P1D"'
  const half = ((endTime ?? asOf).getTime() - startTime.getTime()) / 2
  return half >= minute ? `Use a shorter time window, e.g. of ${formatLength(half)}` : 'Use a more restrictive filter'
}
