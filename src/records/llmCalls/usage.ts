import { maxInt } from '../../db/sql/table.ts'

/** Tokens of a call, as far as they are known. */
export interface TokenCounts {
  readonly inputTokens?: number | null | undefined
  readonly outputTokens?: number | null | undefined
  readonly totalTokens?: number | null | undefined
}

/** Is told of what cannot be read: the path below the call, what stands there, and what may. */
export type ReportProblem = (path: string, given: unknown, allowed: string) => void

const allowedCount = 'a whole number from 0 to 2,147,483,647'

/** Where providers put their counts. Of each list the known ones are added up; the first sum that is not 0 wins, since gateways fill the names of others with zeros. */
const providers: readonly { readonly input: readonly string[]; readonly output: readonly string[] }[] = [
  // OpenAI's chat completions and all that speak like them: cached tokens are among the prompt's.
  { input: ['prompt_tokens'], output: ['completion_tokens'] },
  // Anthropic counts what goes through the cache apart. OpenAI's Responses have the same names, and no such fields.
  {
    input: ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'],
    output: ['output_tokens'],
  },
  // Gemini: thoughts are produced, results of tools are sent.
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

/** The counts of a provider's raw `usage` object; none where it is null or absent. */
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
  // A total below its parts is none: some leave out what went through the cache, some send 0.
  const totalTokens = total === undefined ? undefined : Math.max(total, (inputTokens ?? 0) + (outputTokens ?? 0))
  return { inputTokens, outputTokens, totalTokens }
}

/**
 * The token counts of a call, from its own fields and the provider's usage object; its own fields win. A missing count
 * is derived from the two others, a missing total is the sum, and all that is unknown is 0.
 */
export const normalizeUsage = (
  own: TokenCounts & { readonly usage?: unknown },
  report: ReportProblem,
): { inputTokens: number; outputTokens: number; totalTokens: number } => {
  const usage = readUsage(own.usage, report)
  const input = own.inputTokens ?? usage.inputTokens
  const output = own.outputTokens ?? usage.outputTokens
  // The provider's total is that of the provider's counts: it does not hold once one of them is put right.
  const isCorrected = own.inputTokens != null || own.outputTokens != null
  const known = own.totalTokens ?? (isCorrected ? undefined : usage.totalTokens)
  const total = known ?? (input ?? 0) + (output ?? 0)
  return {
    inputTokens: input ?? (output == null ? 0 : Math.max(0, total - output)),
    outputTokens: output ?? (input == null ? 0 : Math.max(0, total - input)),
    totalTokens: total,
  }
}
