import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { badInput } from '../../shared/errors.ts'
import { asGraphqlError } from '../limits/documents.ts'
import { isNestedDeeper } from '../limits/nesting.ts'
import { maxVariablesDepth } from '../limits/variables.ts'
import { RefusedRequest } from './errorAnswer.ts'

/** How deep a body may be nested: variables stand in its object, and extensions too. */
const maxBodyDepth = maxVariablesDepth + 10

const refuse = (message: string) => asGraphqlError(new RefusedRequest(400, message))

/** Reads the body of a request of GraphQL: one whose reading would hold up all others is refused before it is read. */
export const useJsonBody = (): Plugin => ({
  onRequestParse: ({ request, setRequestParser }) => {
    if (request.method === 'POST') setRequestParser(async (given) => readBody(await given.text()))
  },
})

const readBody = (text: string): GraphQLParams | GraphQLParams[] => {
  if (isNestedDeeper(text, maxBodyDepth))
    throw asGraphqlError(badInput(`The body: lists and objects stand in each other more than ${maxBodyDepth} deep`))
  const body = parse(text)
  if (body === null || typeof body !== 'object') throw refuse('The body is no JSON object.')
  // Yoga checks what the object holds.
  return body as GraphQLParams | GraphQLParams[]
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('The body is no JSON.')
  }
}
