/** The measures of the cost of calls. */
export interface CostMeasures {
  readonly calls: number
  readonly callsWithoutCost: number
  readonly totalCost: number | null
}

/** The recorded cost of calls; null if none of them has one. */
export const readCost = ({ calls, callsWithoutCost, totalCost }: CostMeasures): number | null =>
  calls > 0 && calls === callsWithoutCost ? null : totalCost

/** What the API returns of the LLM calls of a turn or session. */
export interface CallStats {
  readonly totalCalls: number
  readonly callsWithoutCost: number
}

/** The recorded cost of a turn or session; null if none of its calls has one. */
export const readCostOf = ({ totalCalls, callsWithoutCost }: CallStats, totalCost: number): number | null =>
  readCost({ calls: totalCalls, callsWithoutCost, totalCost })
