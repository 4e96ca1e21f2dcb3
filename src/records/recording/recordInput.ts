import type { InputRef } from '@pothos/core'
import { isId } from '../../db/sql/columnRules.ts'
import type { Column, Table } from '../../db/sql/table.ts'
import { builder } from '../../graphql/builder.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
import type { InputFields } from '../../graphql/filterInput.ts'
import { describeRecorded, type InputOf } from './readInputs.ts'

/** The GraphQL type of an input field. */
type InputType = Parameters<InputFields['field']>[0]['type']

/** Options of the input type of a record. */
export interface RecordInputOptions<Row, Extra> {
  /** The mutation that takes the input. */
  readonly mutation: string
  /** The record's name in the schema and its Prisma model. */
  readonly record: string
  /** The input type's name; by default `Record<record>Input`. */
  readonly input?: string
  readonly table: Table<Row>
  /** Required fields. */
  readonly required: readonly (keyof Row & string)[]
  /** Descriptions of the defaults of omitted fields, as the end of a sentence. By default null. */
  readonly absent: { readonly [Field in keyof Row]?: string }
  /** Types of fields that cannot be derived from the column. */
  readonly types: { readonly [Field in keyof Row]?: InputType }
  /** What is stored for omitted fields, as a sentence. By default their default, otherwise null. */
  readonly omitted?: string
  /** Further paragraphs of the description of the input type, in Markdown. */
  readonly notes?: string
  /** Additional fields that are not columns of the record. */
  readonly extra?: (t: InputFields) => { readonly [Field in keyof Extra]: object }
}

const columnTypes = { text: 'String', int: 'Int', float: 'Float', time: 'DateTime', boolean: 'Boolean' } as const

const made: Readonly<Record<string, string>> = { id: 'a generated UUIDv7', timestamp: 'the current time of the server' }

const storedAsNull = 'One that is omitted and has no default is stored as null.'

/**
 * The description of a field in an input: that of the stored field without what only applies to responses: what null
 * means, and where values come from that the client did not give.
 */
const describeInput = (description: string): string =>
  description
    .split(/(?<=\.) (?=[A-Z\d`])/)
    .filter((sentence) => !/^(?:Null|Stored text|0 if) /.test(sentence))
    .join(' ')
    .replace(/(?:: as given, or inherited |, as given by the client, |: a UUIDv7, unless )[^.]*/, '')

/** Defines `Record<Name>Input` from the columns of a record's table and the descriptions of its Prisma model. */
export const defineRecordInput = <Row, Extra>(
  options: RecordInputOptions<Row, Extra>,
): InputRef<InputOf<Row> & Extra> => {
  const { mutation, record, table, required, types, extra, omitted = storedAsNull, notes } = options
  const absent: Readonly<Record<string, string | undefined>> = { ...made, ...options.absent }
  const fields = (t: InputFields) => {
    const own = Object.entries<Column>(table.columns).map(([field, column]) => {
      const type = types[field as keyof Row]
      const isLimited = type === undefined && !(column.type === 'text' && column.maxLength === undefined)
      const limit = isLimited ? ` Must be ${describeRecorded(field, column)}.` : ''
      const otherwise = absent[field] === undefined ? '' : ` Default: ${absent[field]}.`
      return [
        field,
        t.field({
          type: type ?? (column.type === 'text' && isId(field) ? 'ID' : columnTypes[column.type]),
          required: required.includes(field as keyof Row & string),
          description: `${describeInput(columnDoc(record, field))}${limit}${otherwise}`,
        }),
      ]
    })
    return { ...Object.fromEntries(own), ...extra?.(t) }
  }
  // The fields are those of the table's row, which Pothos cannot infer through `Object.fromEntries`.
  return builder.inputRef<InputOf<Row> & Extra, false>(options.input ?? `Record${record}Input`).implement({
    description: `One record of \`${mutation}\`. A field that is null is treated as omitted. ${omitted} In all text, the character U+0000, which PostgreSQL cannot store, is replaced with U+FFFD.${notes === undefined ? '' : `\n\n${notes}`}`,
    fields: fields as never,
  }) as never
}
