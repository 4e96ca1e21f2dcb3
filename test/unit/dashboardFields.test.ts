import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

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

test('the dashboard reads every field that it loads', () => {
  const program = openProgram()
  const { properties, names } = findRead(program)
  const fields: string[] = []
  const unread: string[] = []
  const readPaths = new Set<string>()
  const toPath = (field: string) => field.slice(field.indexOf('.') + 1)
  const visit = (node: ts.Node, path: string): void => {
    if (!ts.isPropertySignature(node)) {
      ts.forEachChild(node, (child) => visit(child, path))
      return
    }
    const field = `${path}.${node.name.getText()}`
    fields.push(field)
    // A facet is read by its name, which is a value at run time.
    const isFacet = /\.facets\.\w+$/.test(field)
    if (properties.has(node) || names.has(node.name.getText()) || isFacet) readPaths.add(toPath(field))
    else unread.push(field)
    if (node.type) ts.forEachChild(node.type, (child) => visit(child, field))
  }
  for (const statement of program.getSourceFile(join(generated, 'graphql.ts'))?.statements ?? [])
    if (ts.isTypeAliasDeclaration(statement) && /Query$/.test(statement.name.text))
      visit(statement.type, statement.name.text)
  expect(fields.length).toBeGreaterThan(500)
  // What a request adds for another part of the page is read as the data of the document that loads it on its own.
  expect(unread.filter((field) => !readPaths.has(toPath(field)))).toEqual([])
})
