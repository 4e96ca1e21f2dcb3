import sql from 'sql-template-tag'
import type { Context } from '../context.ts'
import type { Feedback } from '../db/generated/client.ts'
import { writeOrderSql } from '../db/insert.ts'
import { tableSql } from '../db/rows.ts'
import { cancelType } from '../feedback/cancel.ts'
import { awaitTurn, lockFeedback, removeFeedback, upsertFeedback } from '../feedback/record.ts'
import { feedbackTable } from '../feedback/table.ts'
import { groupBy } from '../shared/groupBy.ts'
import { inheritingSql } from './context.ts'

const isGiven = ([, value]: readonly [string, unknown]): boolean => value != null

/** Feedback in place of what came before it under the same feedback id: what it leaves out of the context stays. */
const replace = (before: Feedback | undefined, input: Feedback): Feedback => {
  if (!before || before.type === cancelType) return input
  const { content, inaccurateReasons } = input
  const given: Partial<Feedback> = Object.fromEntries(Object.entries(input).filter(isGiven))
  // A name stays only with the id that it belongs to.
  const botName = (given.botId ?? before.botId) === before.botId ? before.botName : null
  const pipelineName = (given.pipelineId ?? before.pipelineId) === before.pipelineId ? before.pipelineName : null
  return { ...before, botName, pipelineName, ...given, id: before.id, content, inaccurateReasons }
}

const isSame = (a: Feedback | undefined, b: Feedback | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Stores feedback, one row for each feedback id: what is there is replaced, and type {@link cancelType} removes it.
 * Writers of the same feedback take turns, so that each answer is true and none waits for another in a circle.
 * @param inputs of which those with one id have one feedback id too.
 * @returns the stored ids in the order of the inputs, and how many of these changed something.
 */
export const recordFeedback = async (
  { db }: Pick<Context, 'db'>,
  inputs: readonly Feedback[],
): Promise<{ ids: string[]; recorded: number }> => {
  const byKey = groupBy(inputs, ({ feedbackId }) => feedbackId)
  const keys = [...byKey.keys()].sort()
  const merged = keys.flatMap((key) => byKey.get(key)?.reduce<Feedback | undefined>(replace, undefined) ?? [])
  const cancelled = merged.filter(({ type }) => type === cancelType)
  const kept = merged.filter(({ type }) => type !== cancelType)
  return db.transaction(async (tx) => {
    await awaitTurn(tx, [...keys, ...kept.map(({ id }) => id)])
    const before = await lockFeedback(tx, keys)
    const removed = cancelled.flatMap(({ feedbackId }) => before.get(feedbackId) ?? [])
    if (removed.length > 0)
      await removeFeedback(
        tx,
        removed.map(({ id }) => id),
      )
    const whole = kept.map((row) => replace(before.get(row.feedbackId), row))
    const source = sql`${inheritingSql(feedbackTable, whole)}
      WHERE NOT EXISTS (
        SELECT FROM ${tableSql(feedbackTable)} AS other
        WHERE other.id = input.id AND other.feedback_id <> input.feedback_id)
      ${writeOrderSql(feedbackTable)}`
    const stored = whole.length === 0 ? [] : await upsertFeedback(tx, source)
    const changed = stored.filter((row) => !isSame(row, before.get(row.feedbackId)))
    const idOf = new Map([...removed, ...stored].map(({ feedbackId, id }) => [feedbackId, id]))
    return {
      ids: inputs.map(({ feedbackId, id }) => idOf.get(feedbackId) ?? id),
      recorded: removed.length + changed.length,
    }
  })
}
