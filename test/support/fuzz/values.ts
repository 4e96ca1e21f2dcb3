import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'
import { drawScalar, drawWrong } from './scalars.ts'
import { withOneWindow } from './valid.ts'
import { enumValue, scalar, text, type Value } from './value.ts'

/** The source of drawn values. */
export interface Draw {
  readonly random: Random
  /** The probability of an invalid value, from 0 to 1. */
  readonly wrong: number
  /** Values in the database for an argument or input field with the given name. */
  readonly known: (name: string) => readonly string[]
}

/** Maximum nesting of input objects, including lists such as `and`. */
const maxDepth = 4
const nullChance = 0.04
const knownChance = 0.7

/** A value for an argument or input field of this type and name. */
export const drawValue = (draw: Draw, type: GraphQLInputType, name: string, depth = 0): Value => {
  const { random } = draw
  if (drawChance(random, draw.wrong)) return { ...drawWrong(random), type }
  if (isNonNullType(type)) return { ...drawPresent(draw, type.ofType, name, depth), type }
  return { ...(drawChance(random, nullChance) ? scalar('null') : drawPresent(draw, type, name, depth)), type }
}

const drawPresent = (draw: Draw, type: GraphQLInputType, name: string, depth: number): Value => {
  const { random } = draw
  if (isListType(type)) return drawList(draw, type.ofType, name, depth)
  if (isInputObjectType(type)) return drawObject(draw, type, depth)
  if (isEnumType(type)) return drawEnum(draw, type)
  const known = draw.known(name)
  if (known.length > 0 && drawChance(random, knownChance)) return text(pick(random, known))
  return drawScalar(random, String(type), draw.wrong > 0 ? 0.4 : 0.1)
}

/** An enum value. `UNKNOWN` is a value of most enums but cannot be recorded, so it is drawn less often. */
const drawEnum = ({ random }: Draw, type: GraphQLEnumType): Value => {
  const values = type.getValues()
  const usual = drawChance(random, 0.9) ? values.filter(({ name }) => name !== 'UNKNOWN') : values
  return enumValue(pick(random, usual).name)
}

const drawList = (draw: Draw, type: GraphQLInputType, name: string, depth: number): Value => {
  const { random } = draw
  // A single value is coerced to a list of one.
  if (drawChance(random, 0.05)) return drawValue(draw, type, name, depth)
  const length = pick(random, [0, 1, 1, 1, 2, 2, 3, 12])
  const most = depth >= maxDepth ? 0 : length
  return { kind: 'list', items: Array.from({ length: most }, () => drawValue(draw, type, name, depth + 1)) }
}

/** An input object with its required fields and some of the optional ones. */
const drawObject = (draw: Draw, type: GraphQLInputObjectType, depth: number): Value => {
  const { random } = draw
  const fields = Object.values(type.getFields())
  // Near the top, occasionally all fields, since records need several of them to be accepted.
  const chance = depth > 1 ? 1 / fields.length : pick(random, [3 / fields.length, 3 / fields.length, 1])
  const drawn = fields.filter(
    (field) => isRequiredInputField(field) || (depth < maxDepth && drawChance(random, chance)),
  )
  const names = withOneWindow(
    random,
    draw.wrong,
    drawn.map(({ name }) => name),
    undefined,
  )
  return objectOf(
    draw,
    drawn.filter(({ name }) => names.includes(name)),
    depth,
  )
}

const objectOf = (draw: Draw, fields: readonly GraphQLInputField[], depth: number): Value => ({
  kind: 'object',
  fields: fields.flatMap((field) =>
    // A required field is occasionally omitted.
    isRequiredInputField(field) && drawChance(draw.random, draw.wrong / 2)
      ? []
      : [[field.name, drawValue(draw, field.type, field.name, depth + 1)] as const],
  ),
})

/** A place that a case must fill: an argument, and one of its input fields if it is an object. */
export interface Target {
  readonly argument: string
  readonly inputField?: string
}

/** All places in the arguments of a field, including one level of input objects. */
export const listTargets = (args: readonly GraphQLArgument[]): Target[] =>
  args.flatMap(({ name, type }) => {
    const object = inputObjectOf(type)
    const inputFields = object ? Object.keys(object.getFields()) : []
    return [{ argument: name }, ...inputFields.map((inputField) => ({ argument: name, inputField }))]
  })

const inputObjectOf = (type: GraphQLInputType): GraphQLInputObjectType | undefined =>
  isInputObjectType(type) ? type : isNonNullType(type) || isListType(type) ? inputObjectOf(type.ofType) : undefined

/** Values for the arguments of a field: the required ones, the target, and some others. */
export const drawArguments = (
  draw: Draw,
  args: readonly GraphQLArgument[],
  target: Target | undefined,
): (readonly [name: string, value: Value])[] => {
  const { random, wrong } = draw
  return args.flatMap((arg) => {
    if (arg.name === target?.argument) return [[arg.name, drawTarget(draw, arg, target)] as const]
    const isGiven = isRequiredArgument(arg) ? !drawChance(random, wrong / 4) : drawChance(random, 0.15)
    return isGiven ? [[arg.name, drawValue(draw, arg.type, arg.name)] as const] : []
  })
}

const drawTarget = (draw: Draw, { name, type }: GraphQLArgument, { inputField }: Target): Value => {
  const value = drawValue(draw, type, name)
  const object = inputObjectOf(type)
  const field = inputField === undefined ? undefined : object?.getFields()[inputField]
  if (!object || !field) return value
  const withField = (given: Value | undefined): Value => {
    const base = given?.kind === 'object' ? given : drawObject(draw, object, 1)
    const others = base.kind === 'object' ? base.fields.filter(([other]) => other !== field.name) : []
    const names = withOneWindow(
      draw.random,
      draw.wrong,
      others.map(([other]) => other),
      field.name,
    )
    const fields = others.filter(([other]) => names.includes(other))
    return { kind: 'object', fields: [...fields, [field.name, drawValue(draw, field.type, field.name, 1)]] }
  }
  if (value.kind !== 'list') return { ...withField(value), type }
  const index = drawInt(draw.random, 0, Math.max(0, value.items.length - 1))
  return {
    ...value,
    items: [...value.items.slice(0, index), withField(value.items[index]), ...value.items.slice(index + 1)],
    type,
  }
}
