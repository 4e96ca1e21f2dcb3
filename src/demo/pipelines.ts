import type { Language } from './activity.ts'
import { type Model, models } from './models.ts'
import type { Area } from './topics/topic.ts'

interface Bot {
  readonly id: string
  readonly name: string
}

/** A knowledge base that a pipeline searches before it responds. */
export interface KnowledgeBase {
  readonly id: string
  /** Name of the embedding model. */
  readonly modelName: string
  /** Median duration of a search, in milliseconds. */
  readonly searchMs: number
}

/** A configuration by which a bot responds. */
export interface Pipeline {
  readonly id: string
  readonly name: string
  readonly bot: Bot
  readonly runnerName: string
  readonly areas: readonly Area[]
  readonly knowledgeBase: KnowledgeBase | null
  readonly models: readonly { readonly model: Model; readonly weight: number }[]
  /** Relative frequencies of responses with no call, one call, two calls and so on. */
  readonly callCounts: readonly number[]
  /** Relative share of the conversations in each language. */
  readonly weights: Readonly<Record<Language, number>>
}

const support: Bot = { id: '5a7d3c10-8f21-4b6e-9c01-2f6b7e1d0a01', name: 'Support Desk' }
const sales: Bot = { id: '5a7d3c10-8f21-4b6e-9c01-2f6b7e1d0a02', name: 'Sales, Europe' }
const blue: Bot = { id: '5a7d3c10-8f21-4b6e-9c01-2f6b7e1d0a03', name: '小蓝客服 🤖' }
const helpdesk: Bot = { id: '5a7d3c10-8f21-4b6e-9c01-2f6b7e1d0a04', name: 'IT Helpdesk' }

const handbook: KnowledgeBase = {
  id: '9e4b1f72-3d05-4c88-a2b6-71c0d5e8f001',
  modelName: 'text-embedding-3-small',
  searchMs: 140,
}
const frequentQuestions: KnowledgeBase = {
  id: '9e4b1f72-3d05-4c88-a2b6-71c0d5e8f002',
  modelName: 'bge-m3',
  searchMs: 60,
}

/** The pipelines of all bots. */
export const pipelines: readonly Pipeline[] = [
  {
    id: 'c3f0a9d4-1b57-4e2c-8d60-9a4e7b3c2f01',
    name: 'Support with handbook',
    bot: support,
    runnerName: 'local-agent',
    areas: ['orders', 'account'],
    knowledgeBase: handbook,
    models: [
      { model: models.gpt4oMini, weight: 70 },
      { model: models.gpt4o, weight: 30 },
    ],
    callCounts: [0, 55, 35, 10],
    weights: { en: 45, zh: 8, de: 30 },
  },
  {
    id: 'c3f0a9d4-1b57-4e2c-8d60-9a4e7b3c2f02',
    name: 'Order desk',
    bot: support,
    runnerName: 'dify-service-api',
    areas: ['orders'],
    knowledgeBase: null,
    models: [
      { model: models.gpt4o, weight: 60 },
      { model: models.haiku, weight: 40 },
    ],
    callCounts: [15, 65, 20],
    weights: { en: 20, zh: 10, de: 20 },
  },
  {
    id: 'c3f0a9d4-1b57-4e2c-8d60-9a4e7b3c2f03',
    name: 'Sales flow',
    bot: sales,
    runnerName: 'n8n-service-api',
    areas: ['sales', 'orders'],
    knowledgeBase: null,
    models: [
      { model: models.haiku, weight: 75 },
      { model: models.sonnet, weight: 25 },
    ],
    callCounts: [5, 65, 30],
    weights: { en: 12, zh: 0, de: 50 },
  },
  {
    id: 'c3f0a9d4-1b57-4e2c-8d60-9a4e7b3c2f04',
    name: '默认流水线',
    bot: blue,
    runnerName: 'local-agent',
    areas: ['orders', 'account'],
    knowledgeBase: frequentQuestions,
    models: [
      { model: models.deepseek, weight: 65 },
      { model: models.qwen, weight: 35 },
    ],
    callCounts: [0, 65, 30, 5],
    weights: { en: 3, zh: 64, de: 0 },
  },
  {
    id: 'c3f0a9d4-1b57-4e2c-8d60-9a4e7b3c2f05',
    name: 'Helpdesk agent',
    bot: helpdesk,
    runnerName: 'langflow-api',
    areas: ['it', 'account'],
    knowledgeBase: null,
    models: [
      { model: models.sonnet, weight: 45 },
      { model: models.gemini, weight: 40 },
      { model: models.gpt4o, weight: 15 },
    ],
    callCounts: [0, 30, 35, 22, 13],
    weights: { en: 20, zh: 18, de: 0 },
  },
]

/** The ids of the demo's knowledge bases, in which documents are stored without a bot. */
export const knowledgeBaseIds: readonly string[] = [handbook, frequentQuestions].map(({ id }) => id)

/** The ids of the demo's bots. Data of any other bot does not belong to the demo. */
export const botIds: readonly string[] = [support, sales, blue, helpdesk].map(({ id }) => id)
