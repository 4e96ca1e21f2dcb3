import sql from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { isRolledBack } from '../../db/failures.ts'
import type { Feedback } from '../../db/generated/client.ts'
import type { Queryable } from '../../db/queryable.ts'
import { writeOrderSql } from '../../db/sql/insert.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { groupBy } from '../../shared/groupBy.ts'
import { collectProblems } from '../../shared/problems.ts'
import { inheritingSql } from '../recording/context.ts'
import { groupMutations } from '../recording/groupedStore.ts'
import type { RecordResult } from '../recording/recordMutation.ts'
import { cancelType } from './kinds.ts'
import { awaitTurn, lockFeedback, removeFeedback, upsertFeedback } from './recording.ts'
import { feedbackTable } from './table.ts'

const isGiven = ([, value]: readonly [string, unknown]): boolean => value != null

/** Merges feedback with earlier feedback of the same feedback id: omitted context keeps its earlier value. */
const replace = (before: Feedback | undefined, input: Feedback): Feedback => {
  if (!before || before.type === cancelType) return input
  const { content, inaccurateReasons } = input
  const given: Partial<Feedback> = Object.fromEntries(Object.entries(input).filter(isGiven))
  // A name is kept only if the id that it belongs to is unchanged.
  const botName = (given.botId ?? before.botId) === before.botId ? before.botName : null
  const pipelineName = (given.pipelineId ?? before.pipelineId) === before.pipelineId ? before.pipelineName : null
  return { ...before, botName, pipelineName, ...given, id: before.id, content, inaccurateReasons }
}

const isSame = (a: Feedback | undefined, b: Feedback | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Reports each row that was not stored because its id belongs to other feedback. */
const checkStored = (inputs: readonly Feedback[], rows: readonly Feedback[], stored: readonly Feedback[]): void => {
  const storedKeys = new Set(stored.map(({ feedbackId }) => feedbackId))
  const notStored = new Map(
    rows.flatMap(({ feedbackId, id }) => (storedKeys.has(feedbackId) ? [] : [[feedbackId, id]])),
  )
  const problems = collectProblems()
  for (const [index, { feedbackId, id }] of inputs.entries())
    if (notStored.get(feedbackId) === id)
      problems.add(`input.${index}.id`, id, 'an id that no stored feedback has with another feedbackId')
  problems.throwIfAny()
}

/** Merges the inputs of one mutation that have the same feedback id: the last one applies. */
const mergeInputs = (inputs: readonly Feedback[]): readonly Feedback[] =>
  [...groupBy(inputs, ({ feedbackId }) => feedbackId).values()].flatMap(
    (sameKey) => sameKey.reduce<Feedback | undefined>(replace, undefined) ?? [],
  )

/**
 * Splits mutations into parts, in their order. Within a part, no two mutations have a feedback id or an id in common, so
 * that their rows can be stored by one statement.
 */
const splitMutations = (mutations: readonly (readonly Feedback[])[]): (readonly Feedback[])[][] => {
  const parts: (readonly Feedback[])[][] = []
  let used = new Set<string>()
  for (const inputs of mutations) {
    const keys = inputs.flatMap(({ feedbackId, id }) => [`feedback ${feedbackId}`, `id ${id}`])
    const part = keys.some((key) => used.has(key)) ? undefined : parts.at(-1)
    if (part) part.push(inputs)
    else {
      parts.push([inputs])
      used = new Set()
    }
    for (const key of keys) used.add(key)
  }
  return parts
}

/**
 * Stores the feedback of mutations that have nothing in common.
 * @param before the stored feedback with the feedback ids of all mutations, which is updated.
 */
const storePart = async (
  tx: Queryable,
  mutations: readonly (readonly Feedback[])[],
  before: Map<string, Feedback>,
): Promise<RecordResult[]> => {
  const merged = mutations.flatMap(mergeInputs)
  const removed = merged.flatMap(({ feedbackId, type }) => (type === cancelType ? (before.get(feedbackId) ?? []) : []))
  if (removed.length > 0)
    await removeFeedback(
      tx,
      removed.map(({ id }) => id),
    )
  const whole = merged.flatMap((row) => (row.type === cancelType ? [] : replace(before.get(row.feedbackId), row)))
  const source = sql`${inheritingSql(feedbackTable, whole, { inherits: ['origin'] })}
    WHERE NOT EXISTS (
      SELECT 1 FROM ${tableSql(feedbackTable)} AS other
      WHERE other.id = input.id AND other.feedback_id <> input.feedback_id)
    ${writeOrderSql(feedbackTable)}`
  const stored = whole.length === 0 ? [] : await upsertFeedback(tx, source)
  for (const inputs of mutations) checkStored(inputs, whole, stored)
  const changed = [...removed, ...stored.filter((row) => !isSame(row, before.get(row.feedbackId)))]
  const changedKeys = new Set(changed.map(({ feedbackId }) => feedbackId))
  const idOf = new Map([...removed, ...stored].map(({ feedbackId, id }) => [feedbackId, id]))
  for (const { feedbackId } of removed) before.delete(feedbackId)
  for (const row of stored) before.set(row.feedbackId, row)
  return mutations.map((inputs) => ({
    ids: inputs.map(({ feedbackId, id }) => idOf.get(feedbackId) ?? id),
    recorded: new Set(inputs.flatMap(({ feedbackId }) => (changedKeys.has(feedbackId) ? feedbackId : []))).size,
  }))
}

/**
 * Stores the feedback of mutations in one transaction, with the same results as one after the other. All locks are taken
 * at the start, in one order.
 */
const storeMutations = (prisma: Db, mutations: readonly (readonly Feedback[])[]): Promise<RecordResult[]> => {
  const inputs = mutations.flat()
  const keys = [...new Set(inputs.map(({ feedbackId }) => feedbackId))]
  const newIds = inputs.flatMap(({ id, type }) => (type === cancelType ? [] : id))
  return prisma.$writeTogether(async (tx) => {
    await awaitTurn(tx, [...keys, ...newIds])
    const before = await lockFeedback(tx, keys)
    const results: RecordResult[] = []
    for (const part of splitMutations(mutations)) results.push(...(await storePart(tx, part, before)))
    return results
  })
}

const none: RecordResult = { ids: [], recorded: 0 }

/**
 * Stores feedback, one row per feedback id: existing feedback is updated, and the type {@link cancelType} deletes it.
 * Writers of the same feedback are serialized, so that results are accurate and deadlocks are impossible. Small
 * mutations of concurrent requests share a transaction. If one of them is invalid, each is stored alone.
 *
 * Inputs with the same id must have the same feedback id.
 * @throws BAD_USER_INPUT if an id belongs to stored feedback with another feedback id: nothing is stored then.
 * @returns the stored ids in the order of the inputs, and the number of rows that changed.
 */
export const recordFeedback = groupMutations<Feedback, RecordResult>({
  alone: async ({ context, rows }) => (await storeMutations(context.prisma, [rows]))[0] ?? none,
  together: async (mutations) => {
    const [first] = mutations
    if (!first) return []
    return storeMutations(
      first.context.prisma,
      mutations.map(({ rows }) => rows),
    )
  },
  isUndone: (error) => error instanceof ExpectedError || isRolledBack(error),
})
