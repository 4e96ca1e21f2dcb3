import sql, { type Sql } from 'sql-template-tag'
import type { Column } from '../../../db/sql/table.ts'
import type { Measure } from './measures.ts'
import { countOf, distinctOf, durationsOf, rateOf } from './measures.ts'

/** The columns that measures of calls are computed from. */
interface CallColumns {
  readonly status: Column
  readonly userId: Column
  readonly sessionId: Column
}

/** The measures of the outcome and duration of model and tool calls. */
export const callMeasures = ({ status, userId, sessionId }: CallColumns) => {
  const is = (test: Sql) => ({ column: status, test })
  const failed = is(sql`IN ('error', 'timeout')`)
  return {
    calls: countOf('Number of calls.'),
    successCalls: countOf('Number of calls with the status SUCCESS.', is(sql`= 'success'`)),
    errorCalls: countOf('Number of calls with the status ERROR.', is(sql`= 'error'`)),
    timeoutCalls: countOf('Number of calls with the status TIMEOUT.', is(sql`= 'timeout'`)),
    pendingCalls: countOf('Number of calls with the status PENDING.', is(sql`= 'pending'`)),
    failedCalls: countOf('Number of calls with the status ERROR or TIMEOUT.', failed),
    successRate: rateOf('Percentage of calls with the status SUCCESS. Null without calls.', is(sql`= 'success'`)),
    errorRate: rateOf(
      'Percentage of calls with the status ERROR, not TIMEOUT (see `failureRate`). Null without calls.',
      is(sql`= 'error'`),
    ),
    failureRate: rateOf('Percentage of calls with the status ERROR or TIMEOUT. Null without calls.', failed),
    users: distinctOf(
      'Number of distinct users for whom the calls were made. Calls without a user are not included.',
      userId,
    ),
    sessions: distinctOf(
      'Number of distinct sessions in which the calls were made. Calls without a session are not included.',
      sessionId,
    ),
    durationMs: durationsOf('Duration of the calls in milliseconds.', 'duration'),
  } as const satisfies Readonly<Record<string, Measure>>
}
