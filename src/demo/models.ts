import { roundTo } from '../shared/numbers.ts'

/** The provider of a model. All models of a provider fail together. */
export type Provider = 'openai' | 'anthropic' | 'google' | 'deepseek' | 'local'

/** A language model. */
export interface Model {
  readonly name: string
  readonly provider: Provider
  /** US dollars per million input and output tokens; null if the price is unknown. */
  readonly price: { readonly input: number; readonly output: number } | null
  /** Milliseconds per token of a response. */
  readonly msPerToken: number
  /** Share of its calls, from 0 to 1, without reported usage. */
  readonly unreportedShare: number
}

const model = (
  name: string,
  provider: Provider,
  price: Model['price'],
  msPerToken: number,
  unreportedShare = 0,
): Model => ({ name, provider, price, msPerToken, unreportedShare })

/** The language models that the pipelines use, with their public prices. */
export const models = {
  gpt4o: model('gpt-4o', 'openai', { input: 2.5, output: 10 }, 16),
  gpt4oMini: model('gpt-4o-mini', 'openai', { input: 0.15, output: 0.6 }, 13),
  sonnet: model('claude-sonnet-4-5', 'anthropic', { input: 3, output: 15 }, 19),
  haiku: model('claude-haiku-4-5', 'anthropic', { input: 1, output: 5 }, 9),
  gemini: model('gemini-2.5-flash', 'google', { input: 0.3, output: 2.5 }, 7, 0.12),
  deepseek: model('deepseek-chat', 'deepseek', { input: 0.27, output: 1.1 }, 28),
  qwen: model('qwen2.5-14b-instruct', 'local', null, 38),
} as const

/** Cost of a call in US dollars, exact to 10 decimals; null if the model's price is unknown. */
export const computeCost = ({ price }: Model, inputTokens: number, outputTokens: number): number | null =>
  price && roundTo((inputTokens * price.input + outputTokens * price.output) / 1_000_000, 10)

const tokensPerCharacter = (text: string): number => (/\p{Script=Han}/u.test(text) ? 0.7 : 0.26)

/** Estimates the number of tokens of a text: fewer per character in European languages than in Chinese. */
export const estimateTokens = (text: string): number => Math.ceil(text.length * tokensPerCharacter(text))
