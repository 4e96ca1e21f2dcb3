import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { dashboardLists } from '../support/dashboardLists.ts'

const folder = join(import.meta.dirname, '..', '..', 'src', 'dashboard')
const generated = join(folder, 'generated')

const openProgram = (): ts.Program => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), {}, host)
  if (!config) throw new Error('The configuration of the dashboard cannot be read')
  return ts.createProgram(config.fileNames, config.options)
}

/**
 * Finds which properties are read: those of types, and the names of those that are declared by hand, since data is also
 * passed as such a type.
 */
const findRead = (program: ts.Program) => {
  const checker = program.getTypeChecker()
  const properties = new Set<ts.Node>()
  const names = new Set<string>()
  const read = (type: ts.Type, name: string) => {
    const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), name)
    for (const declaration of symbol?.declarations ?? []) properties.add(declaration)
    // A property of a record of names has no declaration.
    if (symbol && !symbol.declarations) names.add(name)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name)) names.add(node.name.text)
    if (ts.isPropertyAccessExpression(node)) read(checker.getTypeAtLocation(node.expression), node.name.text)
    if (ts.isElementAccessExpression(node)) {
      const key = checker.getTypeAtLocation(node.argumentExpression)
      for (const part of key.isUnion() ? key.types : [key])
        if (part.isStringLiteral()) read(checker.getTypeAtLocation(node.expression), part.value)
    }
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name
      if (ts.isIdentifier(name)) read(checker.getTypeAtLocation(node.parent), name.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const source of program.getSourceFiles())
    if (source.fileName.startsWith(folder) && !source.fileName.startsWith(generated)) visit(source)
  return { properties, names }
}

/** The properties of a type with their paths. */
const listProperties = (type: ts.TypeNode, path: string): readonly (readonly [string, ts.PropertySignature])[] => {
  const found: (readonly [string, ts.PropertySignature])[] = []
  const visit = (node: ts.Node, above: string): void => {
    if (!ts.isPropertySignature(node)) {
      ts.forEachChild(node, (child) => visit(child, above))
      return
    }
    const field = `${above}.${node.name.getText()}`
    found.push([field, node])
    if (node.type) ts.forEachChild(node.type, (child) => visit(child, field))
  }
  visit(type, path)
  return found
}

/** The names of the fragments of columns by the operations that use them. */
const findColumnFragments = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    dashboardLists.map(({ columns, list }) => [
      `${/query (\w+)/.exec(String(list.toDocument({})))?.[1]}Query`,
      Object.values(columns).map(({ fragment }) => `${/fragment (\w+)/.exec(String(fragment))?.[1]}Fragment`),
    ]),
  )

test('the dashboard reads every field that it loads, and each column those of its fragment', () => {
  const program = openProgram()
  const { properties, names } = findRead(program)
  const types = new Map(
    (program.getSourceFile(join(generated, 'graphql.ts'))?.statements ?? []).flatMap((statement) =>
      ts.isTypeAliasDeclaration(statement) ? [[statement.name.text, statement.type] as const] : [],
    ),
  )
  const isNamed = (node: ts.PropertySignature) => names.has(node.name.getText())
  const unread: string[] = []
  // The documents that begin with Explore have all that it can select, and are not sent.
  const fields = [...types].flatMap(([name, type]) =>
    /^Dashboard\w+Query$/.test(name) ? listProperties(type, name) : [],
  )
  const ofColumns = new Set<string>()
  const fragments = findColumnFragments()
  for (const [operation, fragmentNames] of fragments)
    for (const name of fragmentNames) {
      const type = types.get(name)
      if (!type) throw new Error(`There is no type ${name}`)
      for (const [field, node] of listProperties(type, name)) {
        ofColumns.add(field.replace(name, `${operation}.list.nodes`))
        // A cell reads the fields of its own fragment. What is below one of them may be passed as another type.
        const isNested = field.split('.').length > 2
        if (!properties.has(node) && !(isNested && isNamed(node))) unread.push(field)
      }
    }
  expect(unread).toEqual([])
  const readPaths = new Set<string>()
  const toPath = (field: string) => field.slice(field.indexOf('.') + 1)
  for (const [field, node] of fields) {
    // A facet is read by its name, which is a value at run time.
    const isFacet = /\.facets\.\w+$/.test(field)
    if (properties.has(node) || isNamed(node) || isFacet) readPaths.add(toPath(field))
    else if (!ofColumns.has(field)) unread.push(field)
  }
  expect([...fragments.values()].map(({ length }) => length)).toEqual([11, 12, 9, 16, 13, 6, 11])
  expect(fields.length).toBeGreaterThan(500)
  // What a request adds for another part of the page is read as the data of the document that loads it on its own.
  expect(unread.filter((field) => !readPaths.has(toPath(field)))).toEqual([])
})
