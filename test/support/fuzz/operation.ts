import { type GraphQLField, type GraphQLObjectType, getNamedType, isNullableType, isObjectType } from 'graphql'
import { drawChance, pick, type Random, shuffle } from '../../../src/demo/random.ts'
import { tamper } from './cursors.ts'
import type { Known } from './known.ts'
import { recordTypeOf } from './known.ts'
import { drawString } from './scalars.ts'
import { fieldsWithoutArgument } from './valid.ts'
import { printJson, printLiteral, type Value } from './value.ts'
import { type Draw, drawArguments, listTargets, type Target } from './values.ts'

type AnyField = GraphQLField<unknown, unknown>

/** A root field, and an argument or input field of it that a case must fill. */
export interface OperationTarget {
  readonly root: 'query' | 'mutation'
  readonly field: AnyField
  readonly target: Target | undefined
}

/** All root fields, with each of their places. */
export const listOperationTargets = ({ schema }: Known): OperationTarget[] =>
  (['query', 'mutation'] as const).flatMap((root) => {
    const type = root === 'query' ? schema.getQueryType() : schema.getMutationType()
    return Object.values(type?.getFields() ?? {}).flatMap((field) =>
      [undefined, ...listTargets(field.args)].map((target) => ({ root, field, target })),
    )
  })

/** Chooses targets, alternating between all places and all root fields, which have different numbers of places. */
export const makeTargets = (known: Known, seed: number) => {
  const targets = listOperationTargets(known)
  const fields = [...new Set(targets.map(({ field }) => field))]
  return {
    draw: (random: Random, index: number): OperationTarget => {
      const turn = seed + Math.floor(index / 2)
      const place = targets[turn % targets.length]
      if (index % 2 === 0 && place) return place
      const field = fields[turn % fields.length]
      return pick(
        random,
        targets.filter((target) => target.field === field),
      )
    },
  }
}

/** An operation to send. */
export interface Operation {
  readonly query: string
  /** Variables as JSON text; undefined for none. */
  readonly variables: string | undefined
  readonly operationName: string | undefined
}

/** How arguments are passed. */
type Style = 'literals' | 'variables' | 'mixed'

interface Writer {
  readonly random: Random
  readonly known: Known
  readonly wrong: number
  readonly style: Style
  /** The variables so far: their definitions, and their values as JSON. */
  readonly definitions: string[]
  readonly values: string[]
}

const maxSelectionDepth = 3

/** An operation on a root field that fills its target. About half of them contain invalid values. */
export const drawOperation = (known: Known, random: Random, { root, field, target }: OperationTarget): Operation => {
  const wrong = drawChance(random, 0.5) ? 0 : pick(random, [0.03, 0.1, 0.3])
  const style = pick(random, ['literals', 'variables', 'mixed'] as const)
  const writer: Writer = { random, known, wrong, style, definitions: [], values: [] }
  const selection = writeField(writer, field, target, maxSelectionDepth)
  const { definitions, values } = writer
  const name = drawChance(random, 0.2) ? 'Fuzzed' : undefined
  const variables = definitions.length > 0 ? `(${definitions.join(', ')})` : ''
  return {
    query: `${root} ${name ?? ''}${variables} { ${selection} }`,
    variables: values.length > 0 || drawChance(random, 0.1) ? `{${values.join(',')}}` : undefined,
    operationName:
      name && drawChance(random, 0.5) ? name : drawChance(random, wrong / 5) ? drawString(random) : undefined,
  }
}

const writeField = (
  writer: Writer,
  field: AnyField,
  target: Target | undefined,
  depth: number,
  above: ReadonlySet<string> = new Set(),
): string => {
  const { random, known, wrong } = writer
  const typeName = recordTypeOf(field)
  const draw: Draw = {
    random,
    wrong,
    known: (name) => {
      const values = known.values(name, typeName)
      const isCursor = name === 'after' || name === 'before'
      return isCursor && wrong > 0 && values.length > 0 ? [tamper(random, pick(random, values))] : values
    },
  }
  const given = drawArguments(draw, field.args, target)
  const args = given.map(([name, value]) => `${name}: ${writeValue(writer, value)}`)
  const list = args.length > 0 ? `(${args.join(', ')})` : ''
  const type = getNamedType(field.type)
  if (!isObjectType(type)) return `${field.name}${list}`
  const omitted = fieldsWithoutArgument(
    random,
    wrong,
    field.args.map(({ name }) => name),
    given.map(([name]) => name),
  )
  return `${field.name}${list}${writeSelections(writer, type, depth, new Set([...above, ...omitted]))}`
}

/** Writes a value as a literal, or with variables in place of it or of its parts. */
const writeValue = (writer: Writer, value: Value): string => {
  const { random, style, definitions, values } = writer
  let isWhole = true
  return printLiteral(value, (place) => {
    const isVariable = style === 'variables' ? isWhole : style === 'mixed' && drawChance(random, 0.3)
    isWhole = false
    if (!isVariable || place.type === undefined) return undefined
    const name = `v${definitions.length}`
    const isDefault = isNullableType(place.type) && drawChance(random, 0.1)
    definitions.push(`$${name}: ${place.type}${isDefault ? ` = ${printLiteral(place, () => undefined)}` : ''}`)
    if (!isDefault) values.push(`"${name}":${printJson(place)}`)
    return `$${name}`
  })
}

/** Some fields of a type other than those in `omitted`, including nested fields up to `depth`. */
const writeSelections = (
  writer: Writer,
  type: GraphQLObjectType,
  depth: number,
  omitted: ReadonlySet<string>,
): string => {
  const { random } = writer
  const isPage = type.name.endsWith('Connection') || type.name.endsWith('Edge')
  const fields = shuffle(random, Object.values(type.getFields())).filter(
    (field) =>
      !omitted.has(field.name) &&
      (!isObjectType(getNamedType(field.type)) || isPage || (depth > 0 && drawChance(random, 0.5))),
  )
  const chosen = fields.slice(0, pick(random, [1, 2, 3, 6]))
  const below = isPage ? depth : depth - 1
  const written = chosen.map((field) => writeField(writer, field, undefined, below, omitted))
  return ` { ${(written.length > 0 ? written : ['__typename']).join(' ')} }`
}
