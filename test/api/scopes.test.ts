import {
  GraphQLBoolean,
  type GraphQLField,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  OperationTypeNode,
} from 'graphql'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardSchema, needs } from '../../src/graphql/guard.ts'
import { schema } from '../../src/server/schema.ts'
import { type Scope, scopes } from '../../src/shared/scopes.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { routes } from '../support/routes.ts'

const secret = '0123456789abcdef0123456789abcdef'
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ access: { mode: 'required', jwtSecret: secret, corsOrigins: [] } })
})
afterAll(() => app.close())

const sign = (claims: Record<string, unknown>) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))

const callers: readonly { name: string; allowed: readonly Scope[]; token: () => Promise<string | undefined> }[] = [
  { name: 'nobody', allowed: [], token: async () => undefined },
  { name: 'no scopes', allowed: [], token: () => sign({ sub: 'anna' }) },
  ...scopes.map((scope) => ({ name: scope, allowed: [scope], token: () => sign({ sub: 'anna', scope }) })),
  { name: 'all scopes', allowed: scopes, token: () => sign({ sub: 'anna', scope: scopes.join(' ') }) },
  { name: 'LangBot', allowed: ['read', 'export'], token: () => sign({ user: 'a@b.c', iss: 'LangBot-community' }) },
]

/** A value for a required argument or input field. */
const someValue = (type: unknown): unknown => {
  if (!(type instanceof GraphQLNonNull)) return null
  const named = getNamedType(type)
  if (isEnumType(named)) return named.getValues()[0]?.name
  if (isInputObjectType(named))
    return Object.fromEntries(Object.values(named.getFields()).map((field) => [field.name, someValue(field.type)]))
  return named.name === 'Boolean' ? true : named.name === 'Int' || named.name === 'Float' ? 1 : 'x'
}

const neededArgs = (field: GraphQLField<unknown, unknown>) =>
  field.args.filter((arg) => arg.type instanceof GraphQLNonNull && arg.defaultValue === undefined)

/** The required arguments of a nested field, as literals. */
const printNeeded = (field: GraphQLField<unknown, unknown>): string => {
  const needed = neededArgs(field).map(({ name, type }) => `${name}: ${JSON.stringify(someValue(type))}`)
  return needed.length === 0 ? '' : `(${needed.join(', ')})`
}

/** An operation that selects one field of a type, via a root field that leads to it. */
const operationFor = (kind: string, root: GraphQLField<unknown, unknown>, below: string) => {
  const needed = neededArgs(root)
  const declared = needed.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const given = needed.map(({ name }) => `${name}: $${name}`).join(', ')
  const query = `${kind} ${declared && `(${declared})`} { ${root.name} ${given && `(${given})`} ${below} }`
  return { query, variables: Object.fromEntries(needed.map(({ name, type }) => [name, someValue(type)])) }
}

/** Every field of the schema, each with a shortest path from a root field. */
const listFieldPaths = () => {
  const found: { path: string; kind: string; scope: Scope; query: string; variables: object }[] = []
  const roots = Object.values(OperationTypeNode).flatMap((kind) => {
    const rootType = schema.getRootType(kind)
    return Object.values(rootType?.getFields() ?? {}).map((root) => ({ kind, rootType, root }))
  })
  const seen = new Set<string>()
  let next = roots.map(({ kind, rootType, root }) => {
    const scope = root.extensions['scope'] as Scope
    const isLeaf = isLeafType(getNamedType(root.type))
    const own = operationFor(kind, root, isLeaf ? '' : '{ __typename }')
    found.push({ path: `${rootType?.name}.${root.name}`, kind, scope, ...own })
    return { kind, scope, root, type: getNamedType(root.type), open: '', close: '' }
  })
  while (next.length > 0)
    next = next.flatMap(({ type, open, close, ...from }) => {
      if (!isObjectType(type) || seen.has(type.name)) return []
      seen.add(type.name)
      return Object.values(type.getFields()).map((field) => {
        const below = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
        const { kind, scope, root } = from
        const named = `${field.name} ${printNeeded(field)}`
        const operation = operationFor(kind, root, `${open} { ${named} ${below} } ${close}`)
        found.push({ path: `${type.name}.${field.name}`, kind, scope, ...operation })
        return { ...from, type: getNamedType(field.type), open: `${open} { ${named}`, close: `} ${close}` }
      })
    })
  return found
}

describe('every field of the schema for every kind of caller', () => {
  const fields = listFieldPaths()

  test('the table contains every field of every type', () => {
    const all = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) => Object.keys((type as GraphQLObjectType).getFields()).map((field) => `${type.name}.${field}`))
    expect(fields.map(({ path }) => path).sort()).toEqual(all.sort())
  })

  test.each(callers)('$name', async ({ allowed, token, name }) => {
    const bearer = await token()
    for (const { path, kind, scope, query, variables } of fields) {
      if (kind === 'subscription' && allowed.includes(scope)) {
        const events = await app.subscribe(query, variables, { authorization: `Bearer ${bearer}` })
        await events.close()
        continue
      }
      const headers: Record<string, string> =
        kind === 'subscription' ? { accept: 'text/event-stream, application/json' } : {}
      const { result: answer, statements } = await app.db.record(() =>
        ask(app, query, { token: bearer, variables, headers }),
      )
      const about = `${path} for ${name}: ${query}`
      if (name === 'nobody') {
        expect([answer.status, codesOf(answer)], about).toEqual([401, ['UNAUTHENTICATED']])
        expect(statements, about).toEqual([])
      } else if (allowed.includes(scope)) expect(codesOf(answer), about).not.toContain('FORBIDDEN')
      else {
        // A response in which a nullable field is null is still a response with data.
        expect([answer.status, codesOf(answer)], about).toEqual([answer.data ? 200 : 403, ['FORBIDDEN']])
        expect(answer.errors[0]?.message, about).toContain(`The access scope ${scope} is required`)
        expect(
          Object.values(answer.data ?? {}).filter((value) => value !== null),
          about,
        ).toEqual([])
        expect(statements, about).toEqual([])
      }
    }
  })
})

test('the description of every root field contains its required scope', () => {
  for (const kind of Object.values(OperationTypeNode))
    for (const field of Object.values(schema.getRootType(kind)?.getFields() ?? {}))
      expect(field.description).toContain(`Requires the access scope \`${String(field.extensions['scope'])}\`.`)
})

test('a mutation without a declared scope fails when the schema is created', () => {
  const make = (extensions: Record<string, unknown>) => {
    const drop = { type: GraphQLBoolean, description: 'Drops.', extensions }
    const made = new GraphQLSchema({ mutation: new GraphQLObjectType({ name: 'Mutation', fields: { drop } }) })
    return () => guardSchema(made)
  }
  expect(make({})).toThrow("Mutation.drop does not declare its scope: add ...needs('record')")
  expect(make(needs('admin').extensions)).not.toThrow()
})

test('only callers with the scope read see the schema and suggestions of its names', async () => {
  const reader = await sign({ sub: 'anna', scope: 'read' })
  const recorder = await sign({ sub: 'anna', scope: 'record' })
  const misspelt = '{ overview { totalErors } }'
  expect((await ask(app, misspelt, { token: reader })).errors[0]?.message).toContain('Did you mean "totalErrors"')
  const hidden = await ask(app, misspelt, { token: recorder })
  expect(hidden.errors[0]?.message).toBe('Cannot query field "totalErors" on type "Overview".')
  for (const query of [
    '{ __schema { types { name } } }',
    '{ __type(name: "Message") { name } }',
    '{ ...A } fragment A on Query { a: __schema { description } }',
  ]) {
    expect((await ask(app, query, { token: reader })).errors).toEqual([])
    const refused = await ask(app, query, { token: recorder })
    expect([refused.status, codesOf(refused)]).toEqual([403, ['FORBIDDEN']])
  }
  expect((await ask(app, '{ __typename }', { token: recorder })).data).toEqual({ __typename: 'Query' })
})

/** Every route: a request for it, the callers with access, and the media type of the response. */
const requests: readonly [
  route: string,
  path: string,
  headers: Record<string, string>,
  Scope | 'any' | 'all',
  string,
][] = [
  ['/graphql', '/graphql', { accept: 'text/html' }, 'all', 'text/html'],
  ['/graphql', '/graphql?query={overview{totalErrors}}', {}, 'read', 'application/json'],
  ['/api/v1/monitoring/export', '/api/v1/monitoring/export?type=feedback', {}, 'export', 'text/csv'],
  [
    '/api/v1/monitoring/export',
    '/api/v1/monitoring/export?type=errors&format=ndjson',
    {},
    'export',
    'application/x-ndjson',
  ],
  ['/metrics', '/metrics', {}, 'any', 'text/plain'],
  ['/health/live', '/health/live', {}, 'all', 'application/json'],
  ['/health/ready', '/health/ready', {}, 'all', 'application/json'],
]

describe('every route for every kind of caller', () => {
  test('the table contains every route', () => {
    expect([...new Set(requests.map(([route]) => route))].sort()).toEqual([...routes].sort())
  })

  test.each(callers)('$name', async ({ name, allowed, token }) => {
    const bearer = await token()
    for (const [, path, headers, needed, type] of requests) {
      const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
      const { result: answer, statements } = await app.db.record(async () => {
        const response = await app.fetch(path, { headers: { ...headers, ...authorization } })
        return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
      })
      const may = needed === 'all' || (name !== 'nobody' && (needed === 'any' || allowed.includes(needed)))
      const status = may ? 200 : name === 'nobody' ? 401 : 403
      expect([answer.status, answer.type?.includes(may ? type : 'json')], `${path} for ${name}`).toEqual([status, true])
      if (may) continue
      expect(answer.text, path).toContain(status === 401 ? '"UNAUTHENTICATED"' : '"FORBIDDEN"')
      expect(statements, path).toEqual([])
    }
  })
})

test('a mutation that returns a record returns its id with the scope record, and other fields with read as well', async () => {
  const recorder = await sign({ sub: 'anna', scope: 'record' })
  const both = await sign({ sub: 'anna', scope: 'record read' })
  const end = (below: string, token: string) =>
    ask(app, `mutation { endSession(id: "nowhere") { ${below} } }`, { token })
  expect(codesOf(await end('id __typename', recorder))).toEqual(['NOT_FOUND'])
  for (const below of ['messages { nodes { messageText } }', 'id userName', '... on Session { userName }']) {
    expect(codesOf(await end(below, recorder))).toEqual(['FORBIDDEN'])
    expect(codesOf(await end(below, both))).toEqual(['NOT_FOUND'])
  }
})
