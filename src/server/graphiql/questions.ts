import { parse, print } from 'graphql'
import { cost } from './questions/cost.ts'
import { failures } from './questions/failures.ts'
import { latency } from './questions/latency.ts'
import { quality } from './questions/quality.ts'
import type { Question, Topic } from './questions/question.ts'
import { usage } from './questions/usage.ts'

/** The example queries of `docs/queries.md`, by topic. */
export const topics: readonly Topic[] = [cost, usage, latency, failures, quality]

/** Formats the operation of a question. */
export const formatOperation = ({ operation }: Question): string => print(parse(operation))

/** Formats a text as comment lines that fit into the editor. */
const comment = (text: string): string => text.replaceAll(/(.{1,58})(?: |$)/g, '# $1\n').trimEnd()

/** The questions as tabs of GraphiQL: the operation, below the question and its note as comments. */
export const questionTabs: readonly string[] = topics
  .flatMap(({ questions }) => questions)
  .map((question) => `${comment(question.title)}\n${comment(question.note)}\n${formatOperation(question)}\n`)
