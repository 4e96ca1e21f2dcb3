import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { columnOf } from '../../db/sql/table.ts'
import { builder } from '../../graphql/builder.ts'
import type { Identified } from '../../graphql/connection.ts'
import { exportedList, joinHints } from '../../graphql/costHints.ts'
import { idArg, readId } from '../../graphql/idArg.ts'
import { defineList, firstArg, type ListOptions } from '../../graphql/list.ts'
import { defineLiveFields, type LiveField } from '../../graphql/liveField.ts'
import { defineRecordById } from '../../graphql/recordById.ts'
import { reads, selectedFields } from '../../graphql/selection.ts'
import { messageOfTurn } from './turnLinks.ts'

/** A field's name and description. */
interface Described {
  readonly name: string
  readonly description: string
}

/** Options of the fields that return a record. */
export interface RecordFieldsOptions<Row extends Identified, Fields extends MonitoringFields, Field extends string>
  extends ListOptions<Row, Fields, Field> {
  /** The list of all records, a field of `Query`. The edges of `Message`, `Turn` and `Session` have the same name. */
  readonly list: Described
  /** The field of `Query` that returns the record with an id. If absent, there is no such field. */
  readonly single?: Described
  /** The description of the edge on `Message`, a plain list, oldest first. If absent, there is no such edge. */
  readonly ofMessage?: string
  /** The description of the edge on `Turn`, a plain list, oldest first. If absent, there is no such edge. */
  readonly ofTurn?: string
  /** The description of the edge on `Session`, a connection. If absent, there is no such edge. */
  readonly ofSession?: string
  /** The fields of `Subscription`. If absent, there are none. */
  readonly live?: readonly LiveField[]
}

/**
 * Defines the fields that return a record: its list, the record with an id, and its edges on `Message`, `Turn` and
 * `Session`. Returns the resolvers of lists, for further edges.
 */
export const defineRecordFields = <Row extends Identified, Fields extends MonitoringFields, Field extends string>(
  options: RecordFieldsOptions<Row, Fields, Field>,
) => {
  const { name: typeName, node, source, list, single, ofMessage, ofTurn, ofSession } = options
  const lists = defineList(options)
  if (options.live) defineLiveFields(options, options.live)
  const recordById = defineRecordById<Row>(typeName)

  builder.queryField(list.name, (t) =>
    t.field({
      ...exportedList,
      type: lists.connection,
      description: list.description,
      args: lists.args,
      resolve: (_root, args, context, info) => lists.resolve(context, info, args),
    }),
  )
  if (single)
    builder.queryField(single.name, (t) =>
      t.field({
        type: node,
        nullable: true,
        description: single.description,
        args: idArg,
        resolve: (_root, { id }, context, info) =>
          recordById(context, selectedFields(context, info, typeName)).load(readId(id)),
      }),
    )

  if (ofMessage !== undefined) {
    const childrenOf = lists.oldestForParent(columnOf(source.table, 'messageId'), source.defaultSort)
    builder.prismaObjectField('Message', list.name, (t) =>
      t.field({
        type: [node],
        description: ofMessage,
        args: firstArg(`To page through all of them, use the query \`${list.name}\` with the filter \`messageIds\`.`),
        ...joinHints(reads(), exportedList),
        resolve: ({ id }, args, context, info) => childrenOf(context, info, args, id),
      }),
    )
  }
  if (ofTurn !== undefined) {
    const childrenOf = lists.oldestForParent(columnOf(source.table, 'messageId'), source.defaultSort, messageOfTurn)
    builder.prismaObjectField('Turn', list.name, (t) =>
      t.field({
        type: [node],
        description: ofTurn,
        args: firstArg(
          `To page through all of them, use the query \`${list.name}\` with the filter \`messageIds\`: the ids of the question and of all replies.`,
        ),
        ...joinHints(reads(), exportedList),
        resolve: ({ id }, args, context, info) => childrenOf(context, info, args, id),
      }),
    )
  }
  if (ofSession !== undefined) {
    const childrenOf = lists.forParent(columnOf(source.table, 'sessionId'))
    builder.prismaObjectField('Session', list.name, (t) =>
      t.field({
        type: lists.connection,
        description: ofSession,
        args: lists.args,
        ...joinHints(reads(), exportedList),
        resolve: ({ id }, args, context, info) => childrenOf(context, info, args, id),
      }),
    )
  }
  return lists
}
