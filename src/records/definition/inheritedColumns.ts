import type { Column } from '../../db/sql/table.ts'

/** What a record inherits: its bot, pipeline and session, or its user and platform. */
export type Inherited = 'origin' | 'sender'

/** How a column is inherited. A name has the id that it belongs to, and is inherited only together with it. */
interface InheritedColumn {
  readonly nameOf?: string
}

const inheritedColumns: Readonly<Record<Inherited, Readonly<Record<string, InheritedColumn>>>> = {
  origin: {
    bot_id: {},
    bot_name: { nameOf: 'bot_id' },
    pipeline_id: {},
    pipeline_name: { nameOf: 'pipeline_id' },
    session_id: {},
  },
  sender: { user_id: {}, user_name: { nameOf: 'user_id' }, platform: {} },
}

/** How a column is inherited; undefined if it is not. */
export const ruleOf = ({ name }: Pick<Column, 'name'>, inherits: readonly Inherited[]): InheritedColumn | undefined =>
  inherits.map((part) => inheritedColumns[part][name]).find((rule) => rule !== undefined)

/** Whether a column is inherited. */
export const isInherited = (column: Column, inherits: readonly Inherited[]): boolean =>
  ruleOf(column, inherits) !== undefined
