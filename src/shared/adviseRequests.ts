import { formatNumber } from './numbers.ts'

/**
 * Advises to divide a request, by the least number of requests that are each within a limit. Each repeats the document,
 * so that more than advised may be needed.
 * @param what is divided: `it` or `its values`.
 */
export const adviseRequests = (what: string, value: number, max: number): string =>
  `Divide ${what} among at least ${formatNumber(Math.max(2, Math.ceil(value / max)))} requests.`
