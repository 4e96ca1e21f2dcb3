import type { Sql } from 'sql-template-tag'
import type { Prisma } from '../../../db/generated/client.ts'
import type { Column } from '../../../db/sql/table.ts'
import { callStatuses } from '../../../shared/callStatuses.ts'

/** What rows can be grouped by. */
export interface Dimension {
  /** The field of a group's key. */
  readonly key: string
  /** The value that the rows of a group have in common, for descriptions, e.g. `Name of the model.` */
  readonly description: string
  readonly value: DimensionValue
}

/** The value of a dimension. */
export type DimensionValue = ColumnValue | NamedValue | KindValue | ListValue | ClockValue

/** The value of a column. */
interface ColumnValue {
  readonly kind: 'id' | 'text' | 'boolean'
  readonly column: Column
  /** Whether there may be about as many values as users or sessions. */
  readonly isNumerous?: true
}

/** An id, and the newest known name for it. */
interface NamedValue {
  readonly kind: 'named'
  readonly column: Column
  /** Whether there may be about as many values as users or sessions. */
  readonly isNumerous?: true
  readonly names: NameSource
}

/** Where the newest known name of an id is found: fields of a record, by name. */
export interface NameSource {
  /** The record's model. */
  readonly model: Prisma.ModelName
  readonly id: string
  readonly name: string
  readonly time: string
}

/** One of several stored values of an enum, or `unknown` for any other. */
interface KindValue {
  readonly kind: 'enum'
  readonly column: Column
  /** The name of the enum in the schema. */
  readonly type: string
  readonly kinds: Readonly<Record<string, string | number>>
}

/** Each item of a list that a row has: a row is in the group of each of its items. */
interface ListValue {
  readonly kind: 'list'
  /** The name of the item as a column. */
  readonly name: string
  /** The items of a row as an array of texts. */
  readonly items: Sql
}

/** A part of the local time. */
interface ClockValue {
  readonly kind: 'hourOfDay' | 'dayOfWeek'
}

/** The dimensions of the local time, which all records have. */
export const clockDimensions = {
  HOUR_OF_DAY: {
    key: 'hourOfDay',
    description: 'Hour of the day in `timeZone`, from 0 to 23, of the time that determines the bucket of a record.',
    value: { kind: 'hourOfDay' },
  },
  DAY_OF_WEEK: {
    key: 'dayOfWeek',
    description:
      'Day of the week in `timeZone`, from 1 (Monday) to 7 (Sunday), of the time that determines the bucket of a record.',
    value: { kind: 'dayOfWeek' },
  },
} as const satisfies Readonly<Record<string, Dimension>>

/** The dimensions of the bot and the pipeline, with the names in the record's own rows. */
export const originDimensions = (
  model: Prisma.ModelName,
  { botId, pipelineId }: { readonly botId: Column; readonly pipelineId: Column },
  time = 'timestamp',
) =>
  ({
    BOT: {
      key: 'bot',
      description: 'The bot.',
      value: { kind: 'named', column: botId, names: { model, id: 'botId', name: 'botName', time } },
    },
    PIPELINE: {
      key: 'pipeline',
      description: 'The pipeline.',
      value: { kind: 'named', column: pipelineId, names: { model, id: 'pipelineId', name: 'pipelineName', time } },
    },
  }) as const satisfies Readonly<Record<string, Dimension>>

/** The dimensions of the user, with the names in messages, and of the platform. */
export const senderDimensions = ({ userId, platform }: { readonly userId: Column; readonly platform: Column }) =>
  ({
    USER: {
      key: 'user',
      description: 'The user.',
      value: {
        kind: 'named',
        column: userId,
        isNumerous: true,
        names: { model: 'Message', id: 'userId', name: 'userName', time: 'timestamp' },
      },
    },
    PLATFORM: {
      key: 'platform',
      description: 'Kind of chat, e.g. `person` or `group` (not the messaging platform).',
      value: { kind: 'text', column: platform },
    },
  }) as const satisfies Readonly<Record<string, Dimension>>

/** The dimension of the session. */
export const sessionDimension = ({ sessionId }: { readonly sessionId: Column }) =>
  ({
    SESSION: {
      key: 'sessionId',
      description: 'Id of the session.',
      value: { kind: 'id', column: sessionId, isNumerous: true },
    },
  }) as const satisfies Readonly<Record<string, Dimension>>

/** The dimension of the model. */
export const modelDimension = ({ modelName }: { readonly modelName: Column }) =>
  ({
    MODEL: { key: 'model', description: 'Name of the model.', value: { kind: 'text', column: modelName } },
  }) as const satisfies Readonly<Record<string, Dimension>>

/** The dimension of the status of a call. */
export const callStatusDimension = ({ status }: { readonly status: Column }) =>
  ({
    STATUS: {
      key: 'status',
      description: 'Outcome of the call.',
      value: { kind: 'enum', column: status, type: 'CallStatus', kinds: callStatuses },
    },
  }) as const satisfies Readonly<Record<string, Dimension>>
