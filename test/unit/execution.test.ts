import {
  type ExecutionResult,
  execute,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLUnionType,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import { createRandom, pick } from '../../src/demo/random.ts'
import { makeExecute } from '../../src/graphql/execution/execute.ts'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { drawDocument, drawVariables } from '../support/fuzz/executedDocument.ts'
import { drawSchema } from '../support/fuzz/executedSchema.ts'

/** A new seed for each run, unless one is set to repeat a run. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const schemas = 40
const documents = 60

/** The text of a response. Fields that fail at the same time may fail in any order. */
const print = ({ data, errors }: ExecutionResult): string =>
  JSON.stringify({ data, errors: errors?.map((error) => JSON.stringify(error)).sort() }, null, 1)

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/**
 * Runs work whose unhandled rejections are ignored: graphql-js does not handle those of items of a list that failed.
 */
const ignoreRejections = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const listeners = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined)
  try {
    const result = await work()
    await nextTurn()
    return result
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
  }
}

const drawOperations = (schema: GraphQLSchema, index: number) => {
  const random = createRandom(seed, index + 1)
  return Array.from({ length: documents }, (_, round) => {
    const document = parse(drawDocument(random, schema, pick(random, ['query', 'query', 'mutation'])))
    const variables = [drawVariables(random), drawVariables(random)]
    // Some documents that select different fields under the same name are executed as well: the first one counts.
    return round % 4 === 0 || validate(schema, document).length === 0
      ? variables.map((variableValues) => ({ schema, document, contextValue: seed + index, variableValues }))
      : []
  }).flat()
}

test(`the results and errors of ${schemas} random schemas are those of graphql-js`, async () => {
  console.log(`execution: FUZZ_SEED=${seed}`)
  let failed = 0
  for (let index = 0; index < schemas; index += 1) {
    const schema = drawSchema(seed + index)
    const operations = drawOperations(schema, index)
    const expected = await ignoreRejections(async () => {
      const results: string[] = []
      for (const args of operations) results.push(print(await execute(args)))
      return results
    })
    const executeOurs = makeExecute(schema)
    for (const [position, args] of operations.entries()) {
      const result = await executeOurs(args)
      expect(print(result)).toBe(expected[position])
      if (result.errors) failed += 1
    }
    await nextTurn()
  }
  expect(failed).toBeGreaterThan(schemas)
})

/** The executor of a schema whose field `items` is a list of integers. */
const executeItems = (resolve: () => unknown, isMutation = false) => {
  const fields = { items: { type: new GraphQLList(new GraphQLNonNull(GraphQLInt)), resolve } }
  const query = new GraphQLObjectType({ name: 'Query', fields })
  const mutation = new GraphQLObjectType({ name: 'Mutation', fields })
  const schema = new GraphQLSchema({ query, mutation })
  const document = parse(`${isMutation ? 'mutation' : 'query'} { items more: items }`)
  return (signal?: Cancellation) => makeExecute(schema)({ schema, document, signal })
}

test('a list may be an asynchronous sequence', async () => {
  const result = await executeItems(async function* () {
    yield 1
    yield Promise.resolve(2)
  })()
  expect(result).toEqual({ data: { items: [1, 2], more: [1, 2] } })
})

test('an asynchronous sequence that fails has the error at its next item', async () => {
  const result = await executeItems(async function* () {
    yield 1
    throw new Error('no more')
  })()
  expect(print(result)).toContain('no more')
  expect([result.data, result.errors?.map(({ path }) => path)]).toEqual([
    { items: null, more: null },
    [
      ['items', 1],
      ['more', 1],
    ],
  ])
})

test.each(['query', 'mutation'])('an aborted %s ends with the reason, and so do its sequences', async (kind) => {
  const controller = new Cancellation()
  let ended = 0
  const items = () => ({
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: async () => {
        ended += 1
        return { done: true, value: undefined }
      },
    }),
  })
  const result = executeItems(items, kind === 'mutation')(controller)
  await nextTurn()
  controller.abort(new Error('the reason'))
  await expect(result).rejects.toThrow('the reason')
  expect(ended).toBe(kind === 'mutation' ? 1 : 2)
  expect(() => executeItems(items)(controller)).toThrow('the reason')
})

/** Runs work, and returns the rejections that had no handler. */
const collectRejections = async (work: () => Promise<unknown>): Promise<unknown[]> => {
  const listeners = process.listeners('unhandledRejection')
  const found: unknown[] = []
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => found.push(reason))
  try {
    await work()
    await nextTurn()
    await nextTurn()
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
  }
  return found
}

/**
 * The executor of a schema whose field `items` is an asynchronous sequence of objects with a field that is a promise.
 */
const executeObjects = (resolve: () => unknown, value: (id: number) => unknown) => {
  const item = new GraphQLObjectType({
    name: 'Item',
    fields: { value: { type: new GraphQLNonNull(GraphQLInt), resolve: (id: number) => value(id) } },
  })
  const fields = { items: { type: new GraphQLList(new GraphQLNonNull(item)), resolve } }
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) })
  return (signal?: Cancellation) => makeExecute(schema)({ schema, document: parse('{ items { value } }'), signal })
}

test('an item that fails while the next one is awaited has a handler, and makes the list null', async () => {
  const items = async function* () {
    yield 1
    await nextTurn()
    await nextTurn()
    yield 2
  }
  const rejections = await collectRejections(async () => {
    const fail = (id: number) => (id === 1 ? Promise.reject(new Error('the first')) : id)
    const result = await executeObjects(items, fail)()
    expect([result.data, result.errors?.map(({ message, path }) => [message, path])]).toEqual([
      { items: null },
      [['the first', ['items', 0, 'value']]],
    ])
  })
  expect(rejections).toEqual([])
})

test('an item that fails after the operation was aborted has a handler, and the sequence is ended', async () => {
  const controller = new Cancellation()
  let ended = 0
  let failFirst: (error: Error) => void = () => undefined
  const items = async function* () {
    try {
      yield 1
      await nextTurn()
      controller.abort(new Error('the reason'))
      yield 2
    } finally {
      ended += 1
    }
  }
  const rejections = await collectRejections(async () => {
    const wait = (id: number) =>
      id === 1
        ? new Promise((_, reject) => {
            failFirst = reject
          })
        : id
    await expect(executeObjects(items, wait)(controller)).rejects.toThrow('the reason')
    await nextTurn()
    failFirst(new Error('too late'))
  })
  expect([rejections, ended]).toEqual([[], 1])
})

test('an operation that is aborted by a resolver ends, even if another one does not return', async () => {
  const controller = new Cancellation()
  const resolve = () => {
    controller.abort(new Error('the reason'))
    return new Promise(() => undefined)
  }
  await expect(executeItems(resolve)(controller)).rejects.toThrow('the reason')
})

test('a schema with features that the executor does not support is rejected', () => {
  const member = new GraphQLObjectType({ name: 'Member', fields: { id: { type: GraphQLInt } } })
  const either = new GraphQLUnionType({ name: 'Either', types: [member] })
  const query = new GraphQLObjectType({ name: 'Query', fields: { either: { type: either } } })
  expect(() => makeExecute(new GraphQLSchema({ query }))).toThrow('Either: the executor does not support')
})
