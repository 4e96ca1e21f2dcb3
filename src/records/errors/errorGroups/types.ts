import type { ErrorLog as Row } from '../../../db/generated/client.ts'
import type { FilterArgs } from '../../../db/sql/givenFilter.ts'
import { columnOf } from '../../../db/sql/table.ts'
import { bucketFields, type WindowedBucket } from '../../../graphql/bucketFields.ts'
import { builder } from '../../../graphql/builder.ts'
import { defineRecordById } from '../../../graphql/recordById.ts'
import { windowField } from '../../../graphql/resolvedWindow.ts'
import { selectedFields } from '../../../graphql/selection.ts'
import { inSlices } from '../../../shared/timeSlices.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'
import { ErrorLog, errorLists } from '../schema.ts'
import { type ErrorFields, errorSource } from '../source.ts'
import type { ErrorGroup, FoundGroups } from './groups.ts'
import type { ErrorBucket } from './series.ts'

/** Groups that are computed if a field selects them, with what the fields of a group need. */
export interface ErrorGroups {
  /** The arguments that determine which errors are grouped. */
  readonly given: FilterArgs<ErrorFields>
  readonly window: ResolvedWindow
  readonly find: () => Promise<FoundGroups>
  /** The time series of all groups by fingerprint. */
  readonly series: () => Promise<ReadonlyMap<string, readonly ErrorBucket[]>>
}

interface GroupField {
  readonly group: ErrorGroup
  readonly all: ErrorGroups
}

const ErrorGroupBucket = builder.objectRef<WindowedBucket<ErrorBucket>>('ErrorGroupBucket').implement({
  description: 'Number of errors of a group in one bucket of a time series.',
  fields: (t) => ({
    ...bucketFields(t, '`count` does'),
    count: t.field({
      type: 'SafeInt',
      description: 'Number of matching errors of the group in the bucket.',
      resolve: ({ bucket }) => bucket.count,
    }),
  }),
})

const errorById = defineRecordById<Row>('ErrorLog')
const errorsOf = errorLists.forParent(columnOf(errorSource.table, 'fingerprint'))
/** The errors of a group are determined by the arguments of the groups. */
const { filter: _filter, scope: _scope, ...listArgs } = errorLists.args

const ErrorGroupType = builder.objectRef<GroupField>('ErrorGroup').implement({
  description: 'A group of errors of the same kind: those with the same fingerprint.',
  fields: (t) => ({
    fingerprint: t.id({
      description: 'Fingerprint of the errors, as in `ErrorLog.fingerprint` and the filter field `fingerprints`.',
      resolve: ({ group }) => group.fingerprint,
    }),
    title: t.string({
      description:
        'Message of the errors, with `<value>` in place of ids and numbers, `<address>` in place of URLs and e-mail addresses, and `<text>` in place of quoted text. At most 200 characters. The error type if the message is empty.',
      resolve: ({ group }) => group.title || group.errorType,
    }),
    errorType: t.string({ description: 'Type of the errors.', resolve: ({ group }) => group.errorType }),
    count: t.field({
      type: 'SafeInt',
      description: 'Number of matching errors.',
      resolve: ({ group }) => group.count,
    }),
    affectedUsers: t.field({
      type: 'SafeInt',
      description:
        'Number of distinct users (`userId`) for whom a matching error occurred. Errors without a user are not included.',
      resolve: ({ group }) => group.affectedUsers,
    }),
    affectedSessions: t.field({
      type: 'SafeInt',
      description:
        'Number of distinct sessions in which a matching error occurred. Errors without a session are not included.',
      resolve: ({ group }) => group.affectedSessions,
    }),
    firstSeen: t.field({
      type: 'DateTime',
      description: 'Time of the first matching error, within the time window. See also `introducedAt`.',
      resolve: ({ group }) => group.firstSeen,
    }),
    lastSeen: t.field({
      type: 'DateTime',
      description: 'Time of the latest matching error.',
      resolve: ({ group }) => group.lastSeen,
    }),
    introducedAt: t.field({
      type: 'DateTime',
      description:
        'Time of the first stored error with this fingerprint, regardless of `filter`, `scope` and the time window.',
      resolve: ({ group }) => group.introducedAt,
    }),
    isNew: t.boolean({
      description:
        'Whether the first stored error with this fingerprint (`introducedAt`) is within the time window. Always true if the window has no start.',
      resolve: ({ group, all: { window } }) => window.startTime === null || group.introducedAt >= window.startTime,
    }),
    series: t.field({
      type: [ErrorGroupBucket],
      description:
        'Number of matching errors over time, oldest bucket first. With `fillGaps`, the series of all groups cover the whole time window. If the window has no start or no end, they start at the first or end at the last error of the returned groups. At most 10,000 buckets for all groups together; a query that would return more fails with BAD_USER_INPUT.',
      resolve: async ({ group, all: { series, window } }) =>
        inSlices(((await series()).get(group.fingerprint) ?? []).map((bucket) => ({ bucket, window }))),
    }),
    sample: t.field({
      type: ErrorLog,
      nullable: true,
      description: 'The newest matching error. Null if it is deleted while the operation runs.',
      extensions: { cost: 1 },
      resolve: ({ group }, _args, context, info) =>
        errorById(context, selectedFields(context, info, 'ErrorLog')).load(group.sampleId),
    }),
    errors: t.field({
      type: errorLists.connection,
      description: 'Errors of the group that match the `filter` and `scope` of `errorGroups`, newest first by default.',
      args: listArgs,
      resolve: ({ group, all: { given } }, args, context, info) =>
        errorsOf(context, info, { ...args, ...given }, group.fingerprint),
    }),
  }),
})

/** Groups of errors, as a GraphQL type. */
export const ErrorGroupsType = builder.objectRef<ErrorGroups>('ErrorGroups').implement({
  description: 'Errors grouped by their fingerprint.',
  fields: (t) => ({
    groups: t.field({
      type: [ErrorGroupType],
      description: 'Groups, in the requested order.',
      resolve: async (all) => inSlices((await all.find()).groups.map((group) => ({ group, all }))),
    }),
    groupCount: t.field({
      type: 'SafeInt',
      description: 'Number of groups with matching errors, including those that are not returned.',
      resolve: async ({ find }) => (await find()).groupCount,
    }),
    truncated: t.boolean({
      description: 'Whether there are more groups than `first`.',
      resolve: async ({ find }) => {
        const { groups, groupCount } = await find()
        return groups.length < groupCount
      },
    }),
    window: t.expose('window', windowField),
  }),
})
