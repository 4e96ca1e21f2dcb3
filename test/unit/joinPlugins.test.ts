import { buildSchema, parse } from 'graphql'
import { type Plugin, YogaServer } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { joinPlugins } from '../../src/server/yoga/joinPlugins.ts'

const schema = buildSchema('type Query { value: String }')

/** Executes `{ value }` with plugins, and returns the response. */
const ask = async (plugins: Plugin[]): Promise<unknown> => {
  const server = new YogaServer<object, object>({ schema, plugins, logging: false })
  const request = new server.fetchAPI.Request('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: '{ value }' }),
  })
  const response = await server.handle(request, { waitUntil: () => undefined })
  return response.json()
}

/** Plugins that note which hook is called, in order, and what it receives. */
const makePlugins = (calls: string[], { stops }: { stops: boolean }): Plugin[] => [
  {
    onParse: () => {
      calls.push('first parse')
    },
    onExecute: ({ setExecuteFn }) => {
      calls.push('first execute')
      setExecuteFn(() => ({ data: { value: 'a' } }))
      return {
        onExecuteDone: ({ result, setResult }) => {
          calls.push(`first done ${JSON.stringify(result)}`)
          setResult({ data: { value: 'b' } })
        },
      }
    },
    onResultProcess: async ({ result, setResult }) => {
      calls.push(`first result ${JSON.stringify(result)}`)
      await Promise.resolve()
      setResult({ data: { value: 'c' } })
    },
  },
  {
    onExecute: ({ setResultAndStopExecution }) => {
      calls.push('second execute')
      if (stops) setResultAndStopExecution({ data: { value: 'stopped' } })
    },
  },
  {
    onExecute: () => {
      calls.push('third execute')
      return {
        onExecuteDone: ({ result }) => {
          calls.push(`third done ${JSON.stringify(result)}`)
        },
      }
    },
    onResultProcess: ({ result, setResult }) => {
      calls.push(`third result ${JSON.stringify(result)}`)
      setResult({ data: { value: 'd' } })
    },
  },
]

test.each([true, false])('joined plugins behave as separate ones; an execution that is stopped: %s', async (stops) => {
  const [separate, joined]: [string[], string[]] = [[], []]
  const expected = await ask(makePlugins(separate, { stops }))
  expect(await ask(joinPlugins(makePlugins(joined, { stops })))).toEqual(expected)
  expect(joined).toEqual(separate)
  expect(expected).toEqual({ data: { value: 'd' } })
  expect(separate).toHaveLength(stops ? 6 : 8)
})

test('a hook that should be synchronous and is not is a programming error', () => {
  const [plugin] = joinPlugins([{ onExecute: async () => undefined }]).slice(-1)
  const args = { schema, document: parse('{ value }') }
  expect(() => plugin?.onExecute?.({ args } as never)).toThrow('The hook onExecute must be synchronous')
})
