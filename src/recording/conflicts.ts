import type { Problems } from './problems.ts'
import type { Draft } from './readInputs.ts'

interface Identified {
  readonly id: string
}

/** What a conflict is of two records with one id: by default any difference. */
export interface ConflictRules<Row> {
  /** Whether two records with the same id may stand in one call. */
  readonly agree: (one: Draft<Row>, other: Draft<Row>) => boolean
  /** What an id that stands twice must be, as an error says it. */
  readonly allowed: string
}

/** Records are read field by field in the order of their columns, so that equal ones have equal texts. */
export const equalRecords: ConflictRules<unknown> = {
  agree: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  allowed: 'an id that no earlier record of the call has, unless both records are equal',
}

/** Notes each record whose id an earlier one of the same call has, where the two do not agree. */
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
