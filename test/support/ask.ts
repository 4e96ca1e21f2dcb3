import type { TestApp } from './app.ts'

/** An answer of GraphQL with what HTTP says of it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly data: Readonly<Record<string, unknown>> | null | undefined
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  readonly extensions: Readonly<Record<string, unknown>> | undefined
}

/** How a query is sent. */
export interface AskOptions {
  readonly token?: string | undefined
  readonly variables?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: BodyInit
}

/** Sends a query over HTTP, and gives the whole answer. */
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

/** Reads an answer of GraphQL. */
export const readAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const { data, errors = [], extensions } = isJson ? JSON.parse(text) : {}
  return { status: response.status, headers: response.headers, text, data, errors, extensions }
}

/** The codes of an answer's errors. */
export const codesOf = ({ errors }: Answer): string[] => errors.map(({ extensions }) => extensions.code)
