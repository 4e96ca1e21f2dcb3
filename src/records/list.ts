// One line per record type. `registry.ts` iterates over them, and puts them in order.
// biome-ignore lint/performance/noBarrelFile: all record types are needed wherever this file is.
export { embeddingCalls } from './embeddingCalls/record.ts'
export { errors } from './errors/record.ts'
export { feedback } from './feedback/record.ts'
export { llmCalls } from './llmCalls/record.ts'
export { messages } from './messages/record.ts'
export { sessions } from './sessions/record.ts'
export { toolCalls } from './toolCalls/record.ts'
