import { Lexer, Source, TokenKind } from 'graphql'
import { adviseRequests } from '../../shared/adviseRequests.ts'
import { ExpectedError } from '../../shared/errors.ts'

/** Maximum nesting of brackets in a document. Fields need 12 levels and filters 10, each with their own brackets. */
const maxBracketDepth = 100

const openers: ReadonlySet<string> = new Set([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L])
const closers: ReadonlySet<string> = new Set([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R])

/**
 * Checks the tokens of a document before it is parsed, since the parser recurses for each bracket.
 * @throws QUERY_TOO_COMPLEX for too many tokens or brackets nested too deeply; GraphQLError for an invalid token.
 */
export const checkTokens = (text: string, maxTokens: number): void => {
  const lexer = new Lexer(new Source(text))
  let depth = 0
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count += 1) {
    if (count > maxTokens)
      throw new ExpectedError(
        'QUERY_TOO_COMPLEX',
        `The document has more than ${maxTokens} tokens (MAX_TOKENS) in the first ${lexer.token.start} of its ${text.length} characters. ${adviseRequests('it', text.length, lexer.token.start)}`,
      )
    if (openers.has(lexer.token.kind)) depth += 1
    else if (closers.has(lexer.token.kind)) depth -= 1
    if (depth > maxBracketDepth)
      throw new ExpectedError(
        'QUERY_TOO_COMPLEX',
        `Brackets are nested more than ${maxBracketDepth} levels deep, which is the limit. Send lists and objects as variables.`,
      )
  }
}
