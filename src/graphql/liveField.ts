import type { Prisma } from '../db/generated/client.ts'
import type { LiveItem } from '../db/live/subscription.ts'
import type { Change } from '../db/live/tables.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import { builder } from './builder.ts'
import type { Identified, NodeRef } from './connection.ts'
import { filterArgs } from './filterArgs.ts'
import type { ListOptions } from './list.ts'
import { selectedFields } from './selection.ts'

/** A field of `Subscription` for a record. */
export interface LiveField {
  readonly name: string
  readonly description: string
  /** Which changes of its rows it delivers. */
  readonly changes: readonly Change[]
}

const defineEvent = (typeName: Prisma.ModelName, node: NodeRef, recordField: string, hasChanges: boolean) =>
  builder.objectRef<LiveItem<Identified>>(`${typeName}Event`).implement({
    description: `An event of a subscription: the ${typeName} record that was added${hasChanges ? ' or changed' : ''}.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Opaque cursor of the event, to pass as `after` to the same subscription to resume after it.',
      }),
      [recordField]: t.field({
        type: node,
        description: 'The record, as it is when the event is delivered.',
        resolve: ({ row }) => row,
      }),
    }),
  })

/** Defines the fields of `Subscription` of a record. Their events have the same type. */
export const defineLiveFields = <Row extends Identified, Fields extends MonitoringFields, Field extends string>(
  { name: typeName, node, source, filter }: ListOptions<Row, Fields, Field>,
  fields: readonly LiveField[],
): void => {
  const recordField = `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}`
  const hasChanges = fields.some(({ changes }) => changes.includes('changed'))
  const event = defineEvent(typeName, node, recordField, hasChanges)
  for (const { name, description, changes } of fields)
    builder.subscriptionField(name, (t) =>
      t.field({
        type: event,
        description: `${description} Events are delivered after they are committed, in the same order to all subscribers.`,
        args: {
          ...filterArgs(
            filter,
            'Restricts the events to records that match when they are delivered. Relative time windows are resolved for each event. Default: all records.',
          ),
          after: t.arg.string({
            description:
              'Resumes after the event with this cursor, without a gap. Events are kept for `LIVE_RETENTION_MINUTES` (60 by default). Fails with `CURSOR_EXPIRED` if later events have been removed. Default: only events from now on.',
          }),
        },
        subscribe: (_root, { after, ...given }, context, info) =>
          context.live.subscribe({
            model: typeName,
            source,
            changes,
            given,
            fields: selectedFields(context, info, typeName, [[recordField]]),
            // A client that reconnects sends the same arguments again, and the id of the last event.
            after: context.lastEventId ?? after,
          }),
        // The server ends a subscription by an item that is not resolved.
        resolve: (item) => item as LiveItem<Identified>,
      }),
    )
}
