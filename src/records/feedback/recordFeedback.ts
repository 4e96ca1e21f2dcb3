import sql from 'sql-template-tag'
import type { Feedback } from '../../db/generated/client.ts'
import { writeOrderSql } from '../../db/sql/insert.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { Context } from '../../graphql/context.ts'
import { groupBy } from '../../shared/groupBy.ts'
import { collectProblems } from '../../shared/problems.ts'
import { inheritingSql } from '../recording/context.ts'
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

/**
 * Stores feedback, one row per feedback id: existing feedback is updated, and the type {@link cancelType} deletes it.
 * Writers of the same feedback are serialized, so that results are accurate and deadlocks are impossible.
 * @param inputs the feedback; inputs with the same id must have the same feedback id.
 * @throws BAD_USER_INPUT if an id belongs to stored feedback with another feedback id: nothing is stored then.
 * @returns the stored ids in the order of the inputs, and the number of rows that changed.
 */
export const recordFeedback = async (
  { prisma }: Pick<Context, 'prisma'>,
  inputs: readonly Feedback[],
): Promise<{ ids: string[]; recorded: number }> => {
  const byKey = groupBy(inputs, ({ feedbackId }) => feedbackId)
  const keys = [...byKey.keys()].sort()
  const merged = keys.flatMap((key) => byKey.get(key)?.reduce<Feedback | undefined>(replace, undefined) ?? [])
  const cancelled = merged.filter(({ type }) => type === cancelType)
  const kept = merged.filter(({ type }) => type !== cancelType)
  return prisma.$writeTogether(async (tx) => {
    await awaitTurn(tx, [...keys, ...kept.map(({ id }) => id)])
    const before = await lockFeedback(tx, keys)
    const removed = cancelled.flatMap(({ feedbackId }) => before.get(feedbackId) ?? [])
    if (removed.length > 0)
      await removeFeedback(
        tx,
        removed.map(({ id }) => id),
      )
    const whole = kept.map((row) => replace(before.get(row.feedbackId), row))
    const source = sql`${inheritingSql(feedbackTable, whole, { inherits: ['origin'] })}
      WHERE NOT EXISTS (
        SELECT 1 FROM ${tableSql(feedbackTable)} AS other
        WHERE other.id = input.id AND other.feedback_id <> input.feedback_id)
      ${writeOrderSql(feedbackTable)}`
    const stored = whole.length === 0 ? [] : await upsertFeedback(tx, source)
    checkStored(inputs, whole, stored)
    const changed = stored.filter((row) => !isSame(row, before.get(row.feedbackId)))
    const idOf = new Map([...removed, ...stored].map(({ feedbackId, id }) => [feedbackId, id]))
    return {
      ids: inputs.map(({ feedbackId, id }) => idOf.get(feedbackId) ?? id),
      recorded: removed.length + changed.length,
    }
  })
}
