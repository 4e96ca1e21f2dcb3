import { maxInt } from '../../db/sql/table.ts'

/** Token counts of a call. Unknown counts are absent. */
export interface TokenCounts {
  readonly inputTokens?: number | null | undefined
  readonly outputTokens?: number | null | undefined
  readonly totalTokens?: number | null | undefined
}

/** Reports an invalid value: its path within the call, the value, and what is allowed. */
export type ReportProblem = (path: string, given: unknown, allowed: string) => void

const allowedCount = 'an integer from 0 to 2,147,483,647'

/**
 * The names of the token counts in each provider's usage object. The present counts of a list are added up. The first
 * non-zero sum is used, since gateways fill the names of other providers with zeros.
 */
const providers: readonly { readonly input: readonly string[]; readonly output: readonly string[] }[] = [
  // OpenAI's Chat Completions API and compatible providers: prompt tokens include cached tokens.
  { input: ['prompt_tokens'], output: ['completion_tokens'] },
  // Anthropic counts cached tokens separately. OpenAI's Responses API uses the same names without the cache fields.
  {
    input: ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'],
    output: ['output_tokens'],
  },
  // Gemini: thoughts are output, results of tools are input.
  {
    input: ['promptTokenCount', 'toolUsePromptTokenCount'],
    output: ['candidatesTokenCount', 'thoughtsTokenCount'],
  },
]
const totals = ['total_tokens', 'totalTokenCount']

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxInt

/** Reads the token counts of a provider's `usage` object. Returns no counts if it is null or absent. */
const readUsage = (usage: unknown, report: ReportProblem): TokenCounts => {
  if (usage == null) return {}
  if (!isObject(usage)) {
    report('usage', usage, "the provider's usage object")
    return {}
  }
  const readCount = (name: string): number | undefined => {
    const value = Object.hasOwn(usage, name) ? usage[name] : undefined
    if (value == null) return undefined
    if (isCount(value)) return value
    report(`usage.${name}`, value, allowedCount)
    return undefined
  }
  const sum = (names: readonly string[]): number | undefined => {
    const counts = names.map(readCount).filter((count) => count !== undefined)
    return counts.length === 0 ? undefined : counts.reduce((a, b) => a + b)
  }
  const inputs = providers.map(({ input }) => sum(input))
  const outputs = providers.map(({ output }) => sum(output))
  const choose = (counts: readonly (number | undefined)[]): number | undefined =>
    counts.find((count) => count !== undefined && count > 0) ?? counts.find((count) => count !== undefined)
  const [inputTokens, outputTokens, total] = [inputs, outputs, totals.map(readCount)].map(choose)
  // A total below the sum of its parts is ignored: some providers exclude cached tokens, some send 0.
  const totalTokens = total === undefined ? undefined : Math.max(total, (inputTokens ?? 0) + (outputTokens ?? 0))
  return { inputTokens, outputTokens, totalTokens }
}

/**
 * Computes the token counts of a call from its own fields and the provider's usage object. Its own fields take
 * precedence. A missing count is derived from the other two, a missing total is the sum, and unknown counts are 0.
 */
export const normalizeUsage = (
  own: TokenCounts & { readonly usage?: unknown },
  report: ReportProblem,
): { inputTokens: number; outputTokens: number; totalTokens: number } => {
  const usage = readUsage(own.usage, report)
  const input = own.inputTokens ?? usage.inputTokens
  const output = own.outputTokens ?? usage.outputTokens
  // The provider's total no longer applies if a count is given explicitly.
  const isCorrected = own.inputTokens != null || own.outputTokens != null
  const known = own.totalTokens ?? (isCorrected ? undefined : usage.totalTokens)
  const total = known ?? (input ?? 0) + (output ?? 0)
  return {
    inputTokens: input ?? (output == null ? 0 : Math.max(0, total - output)),
    outputTokens: output ?? (input == null ? 0 : Math.max(0, total - input)),
    totalTokens: total,
  }
}
