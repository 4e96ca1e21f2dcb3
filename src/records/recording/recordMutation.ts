import sql from 'sql-template-tag'
import { delegateOf } from '../../db/delegates.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { writeOrderSql } from '../../db/sql/insert.ts'
import type { Table } from '../../db/sql/table.ts'
import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import { needs } from '../../graphql/guard.ts'
import { collectProblems, type Problems } from '../../shared/problems.ts'
import { type ConflictRules, equalRecords, reportConflicts } from './conflicts.ts'
import { inheritingSql } from './context.ts'
import { distinctBy } from './distinct.ts'
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
        'Ids of the records, in the order of the input: as given or as generated. For feedback, the id of the stored record with the same `feedbackId`.',
      resolve: ({ ids }) => [...ids],
    }),
    recorded: t.exposeInt('recorded', {
      description: 'Number of records that were stored or that changed a stored record.',
    }),
    duplicates: t.int({
      description:
        'Number of records that changed nothing, because they were already stored, e.g. when a request is retried, or because they equal an earlier record of the same call. Two different records with the same id in one call are an error.',
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
  readonly mutation: string
  readonly description: string
  /** Converts fields of the input to fields of the row, before validation. */
  readonly prepare?: (input: InputOf<Row> & Extra, context: Context, report: ReportProblem) => Draft<Row>
  /** Fills in omitted fields from the database, before required fields are checked. */
  readonly complete?: (context: Context, drafts: readonly Draft<Row>[]) => Promise<Draft<Row>[]>
  /** What records with the same id in one call must have in common. By default, everything. */
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
      description: `${description} All records are stored, or none: any invalid record rejects the whole call, and the error lists each problem with its path.`,
      args: {
        input: t.arg({ type: [input], required: true, description: 'The records to store. 1 to 1,000.' }),
      },
      resolve: async (_root, args, context) => {
        // Pothos cannot infer the argument's type through the generic input.
        const inputs = args.input as unknown as readonly (InputOf<Row> & Extra)[]
        const problems = collectProblems()
        checkCount(inputs.length, problems)
        const prepared = prepare
          ? inputs.map((one, index) => {
              const report: ReportProblem = (path, ...rest) => problems.add(`input.${index}.${path}`, ...rest)
              return { ...one, ...prepare(one, context, report) } as InputOf<Row>
            })
          : inputs
        const drafts = readInputs(options, prepared, context, problems)
        const completed = complete ? await complete(context, drafts) : drafts
        reportConflicts(completed, conflicts, problems)
        return store(context, checkRequired(options, completed, problems))
      },
    }),
  )
}

const checkCount = (count: number, problems: Problems): void => {
  if (count >= 1 && count <= maxInputs) return
  problems.add('input', count, 'a list of 1 to 1,000 records')
  problems.throwIfAny()
}

const ofMessage = 'inherited from the message, else from the session, if already stored'

/** Descriptions of the defaults of the context fields. */
export const inheritedContext = {
  botId: ofMessage,
  botName: ofMessage,
  pipelineId: ofMessage,
  pipelineName: ofMessage,
  sessionId: 'inherited from the message, if already stored',
}

/** Stores rows of a model with inherited context. Existing rows are left unchanged. */
export const storeInheriting =
  <Row extends { readonly id: string }>(model: Prisma.ModelName, table: Table<Row>) =>
  async ({ prisma }: Context, rows: readonly Row[]): Promise<RecordResult> => {
    const distinct = distinctBy(rows, ({ id }) => id)
    const source = sql`${inheritingSql(table, distinct)} ${writeOrderSql(table)}`
    return { ids: rows.map(({ id }) => id), recorded: await delegateOf(prisma, model).insertSelected(table, source) }
  }
