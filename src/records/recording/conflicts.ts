import type { Problems } from '../../shared/problems.ts'
import type { Draft } from './readInputs.ts'

interface Identified {
  readonly id: string
}

/** Determines when two records with the same id conflict. */
export interface ConflictRules<Row> {
  /** Whether two records with the same id may occur in one mutation. */
  readonly agree: (one: Draft<Row>, other: Draft<Row>) => boolean
  /** What is allowed instead, for the error message. */
  readonly allowed: string
}

/**
 * By default, any difference is a conflict. Fields are read in the order of the columns, so that equal records
 * serialize equally.
 */
export const equalRecords: ConflictRules<unknown> = {
  agree: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  allowed: 'a unique id (an earlier record of this mutation has the same id and other values)',
}

/** Reports each record that conflicts with an earlier record of the same mutation that has the same id. */
export const reportConflicts = <Row extends Identified>(
  drafts: readonly Draft<Row>[],
  { agree, allowed }: ConflictRules<Row>,
  problems: Problems,
): void => {
  const firsts = new Map<unknown, Draft<Row>>()
  for (const [index, draft] of drafts.entries()) {
    const { id } = draft
    const first = firsts.get(id)
    if (id == null) continue
    if (!first) firsts.set(id, draft)
    else if (!agree(first, draft)) problems.add(`input.${index}.id`, id, allowed)
  }
}
