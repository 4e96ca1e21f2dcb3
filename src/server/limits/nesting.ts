import { Lexer, Source, TokenKind } from 'graphql'
import { ExpectedError } from '../../shared/errors.ts'

/** How deep brackets may be nested in a document: fields 12, filters 10, each with brackets of its own. */
const maxBracketDepth = 100

const openers: ReadonlySet<string> = new Set([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L])
const closers: ReadonlySet<string> = new Set([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R])

/**
 * Reads the tokens of a document up to a number of them, before it is parsed: the parser calls itself for each bracket.
 * @throws QUERY_TOO_COMPLEX for brackets that are nested too deep; GraphQLError for an invalid token.
 */
export const checkBrackets = (text: string, maxTokens: number): void => {
  const lexer = new Lexer(new Source(text))
  let depth = 0
  for (let count = 0; count < maxTokens && lexer.advance().kind !== TokenKind.EOF; count += 1) {
    if (openers.has(lexer.token.kind)) depth += 1
    else if (closers.has(lexer.token.kind)) depth -= 1
    if (depth > maxBracketDepth)
      throw new ExpectedError('QUERY_TOO_COMPLEX', `Brackets are nested more than ${maxBracketDepth} levels deep.`)
  }
}
