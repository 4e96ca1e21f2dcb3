import sql, { type Sql } from 'sql-template-tag'
import { delegateOf } from '../../db/delegates.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { writeOrderSql } from '../../db/sql/insert.ts'
import type { Table } from '../../db/sql/table.ts'
import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import { needs } from '../../graphql/guard.ts'
import { collectProblems, type Problems } from '../../shared/problems.ts'
import { takeTextSlice } from '../../shared/timeSlices.ts'
import { type ConflictRules, equalRecords, reportConflicts } from './conflicts.ts'
import { inheritingSql } from './context.ts'
import { storeInGroups } from './groupedStore.ts'
import { checkRequired, type Draft, type InputOf, type InputRules, readInputs } from './readInputs.ts'
import { defineRecordInput, type RecordInputOptions } from './recordInput.ts'

/** The result of a recording mutation. */
export interface RecordResult {
  readonly ids: readonly string[]
  readonly recorded: number
}

const RecordPayload = builder.objectRef<RecordResult>('RecordPayload').implement({
  description: 'Result of a recording mutation. All changes are committed before the response is sent.',
  fields: (t) => ({
    ids: t.idList({
      description:
        'One id for each record of the input, in its order: the given id, or the generated one. For feedback, the id of the record with the same `feedbackId` that is stored or that was deleted, if there is one, instead.',
      resolve: ({ ids }) => [...ids],
    }),
    recorded: t.exposeInt('recorded', {
      description:
        'Number of records that were stored, that changed a stored record, or, for feedback of the type CANCEL, that deleted one.',
    }),
    duplicates: t.int({
      description:
        'Number of records that changed nothing: the number of `ids` minus `recorded`. A record is a duplicate if a record with the same id was already stored, e.g. by an earlier attempt of the same request, or if it equals an earlier record of the same mutation. A stored record remains as it is, even if the values of the duplicate differ. Two different records with the same id in one mutation are an error. Feedback is identified by `feedbackId` instead, and recording it again updates it. It is a duplicate if it equals what is stored, if a later record of the same mutation has the same `feedbackId`, or if it has the type CANCEL and nothing is stored.',
      resolve: ({ ids, recorded }) => ids.length - recorded,
    }),
  }),
})

/** The maximum number of records of one mutation. */
const maxInputs = 1000

/** Reports a problem at a path within an input. */
type ReportProblem = (path: string, given: unknown, allowed: string) => void

/** Options of the recording mutation of a record. */
export interface RecordMutationOptions<Row, Extra> extends RecordInputOptions<Row, Extra>, InputRules<Row> {
  readonly description: string
  /** Converts fields of the input to fields of the row, before validation. */
  readonly prepare?: (input: InputOf<Row> & Extra, context: Context, report: ReportProblem) => Draft<Row>
  /** Fills in omitted fields from the database, before required fields are checked. */
  readonly complete?: (context: Context, drafts: readonly Draft<Row>[]) => Promise<Draft<Row>[]>
  /** When records with the same id in one mutation conflict. By default, if they differ at all. */
  readonly conflicts?: ConflictRules<Row>
  /** Stores complete and valid rows. */
  readonly store: (context: Context, rows: readonly Row[]) => Promise<RecordResult>
}

/** Defines a mutation that records 1 to 1,000 records, all of them or none. */
export const defineRecordMutation = <Row extends { readonly id: string }, Extra = unknown>(
  options: RecordMutationOptions<Row, Extra>,
): void => {
  const { mutation, description, prepare, complete, conflicts = equalRecords, store } = options
  const input = defineRecordInput(options)
  builder.mutationField(mutation, (t) =>
    t.field({
      ...needs('record'),
      type: RecordPayload,
      description: `${description} All records are stored, or none: a single invalid record rejects the whole mutation, and the error lists up to 100 problems with their paths in \`extensions.problems\`, and their number in \`extensions.problemCount\`.`,
      args: {
        input: t.arg({ type: [input], required: true, description: 'The records to store. 1 to 1,000.' }),
      },
      resolve: async (_root, args, context) => {
        // Pothos cannot infer the argument's type through the generic input.
        const inputs = args.input as unknown as readonly (InputOf<Row> & Extra)[]
        const problems = collectProblems()
        checkCount(inputs.length, problems)
        const prepared: InputOf<Row>[] = []
        for (const [index, one] of inputs.entries()) {
          await takeTextSlice(textLength(one))
          const report: ReportProblem = (path, ...rest) => problems.add(`input.${index}.${path}`, ...rest)
          prepared.push({ ...one, ...prepare?.(one, context, report) })
        }
        const drafts = readInputs(options, prepared, context, problems)
        const completed = complete ? await complete(context, drafts) : drafts
        reportConflicts(completed, conflicts, problems)
        return store(context, checkRequired(options, completed, problems))
      },
    }),
  )
}

/** Number of characters in the texts of an input. */
const textLength = (input: object): number =>
  Object.values(input).reduce((length, value) => length + (typeof value === 'string' ? value.length : 0), 0)

const checkCount = (count: number, problems: Problems): void => {
  if (count >= 1 && count <= maxInputs) return
  problems.add('input', count, 'a list of 1 to 1,000 records')
  problems.throwIfAny()
}

const ofMessage = 'inherited from the message, otherwise from the session, if already stored'

/** The default of a name, which is inherited only together with the id that it belongs to. */
const nameOf = (what: string) => `${ofMessage} and of the same ${what}; otherwise null`

/** Descriptions of the defaults of the bot, pipeline and session. */
export const inheritedOrigin = {
  botId: ofMessage,
  botName: nameOf('bot'),
  pipelineId: ofMessage,
  pipelineName: nameOf('pipeline'),
  sessionId: 'inherited from the message, if already stored',
}

/** Descriptions of the defaults of everything that calls and errors inherit. */
export const inheritedContext = { ...inheritedOrigin, userId: ofMessage, userName: nameOf('user'), platform: ofMessage }

/**
 * Stores calls or errors, which inherit their bot, pipeline, session, user and platform. Existing rows are left
 * unchanged. Small mutations of concurrent requests share a statement and its commit.
 */
export const storeInheriting = <Row extends { readonly id: string }>(model: Prisma.ModelName, table: Table<Row>) => {
  const sourceOf = (rows: readonly Row[]): Sql =>
    sql`${inheritingSql(table, rows, { inherits: ['origin', 'sender'] })} ${writeOrderSql(table)}`
  const store = storeInGroups<Row>({
    insert: ({ prisma }, rows) => delegateOf(prisma, model).insertSelected(table, sourceOf(rows)),
    insertIds: ({ prisma }, rows) => delegateOf(prisma, model).insertSelectedIds(table, sourceOf(rows)),
  })

  return async (context: Context, rows: readonly Row[]): Promise<RecordResult> => ({
    ids: rows.map(({ id }) => id),
    recorded: await store(context, rows),
  })
}
