import type { TestApp } from './app.ts'

/** A GraphQL response with its HTTP status and headers. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly data: Readonly<Record<string, unknown>> | null | undefined
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  readonly extensions: Readonly<Record<string, unknown>> | undefined
}

/** Options of a query. */
export interface AskOptions {
  readonly token?: string | undefined
  readonly variables?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: BodyInit
}

/** Sends a query over HTTP, and returns the complete response. */
export const ask = async (app: Pick<TestApp, 'fetch'>, query: string, options: AskOptions = {}): Promise<Answer> => {
  const { token, variables, headers, body = JSON.stringify({ query, variables }) } = options
  const response = await app.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
  })
  return readAnswer(response)
}

/** Parses a GraphQL response. */
export const readAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const { data, errors = [], extensions } = isJson ? JSON.parse(text) : {}
  return { status: response.status, headers: response.headers, text, data, errors, extensions }
}

/** The codes of the errors in a response. */
export const codesOf = ({ errors }: Answer): string[] => errors.map(({ extensions }) => extensions.code)
