import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Limits } from '../../config/limits.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { adviseDeepFields } from './depthAdvice.ts'

/** The size of an operation with its fragments expanded. */
export interface Shape {
  readonly fields: number
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  /** Whether it contains introspection fields. */
  readonly introspects: boolean
}

const nothing: Shape = { fields: 0, depth: 0, aliases: 0, directives: 0, introspects: false }

const add = (one: Shape, other: Shape): Shape => ({
  fields: one.fields + other.fields,
  depth: Math.max(one.depth, other.depth),
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  introspects: one.introspects || other.introspects,
})

/** The fragments of a document by name. */
export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )

/** The operations of a document. */
export const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)

/**
 * Measures an operation. Each fragment is measured once, however often it is used, so that the time is bounded for any
 * document.
 * @throws BAD_USER_INPUT for a fragment that contains itself.
 */
export const measure = (operation: OperationDefinitionNode, document: DocumentNode): Shape => {
  const found = measured.get(operation)
  if (found) return found
  const shape = measureShape(operation, document)
  measured.set(operation, shape)
  return shape
}

/** The shapes of operations in cached documents, since an operation belongs to one document. */
const measured = new WeakMap<OperationDefinitionNode, Shape>()

const measureShape = (operation: OperationDefinitionNode, document: DocumentNode): Shape => {
  const fragments = fragmentsOf(document)
  const known = new Map<string, Shape | 'open'>()

  const ofFragment = (name: string): Shape => {
    const found = known.get(name)
    if (found === 'open')
      throw new ExpectedError('BAD_USER_INPUT', `The fragment ${JSON.stringify(name.slice(0, 60))} contains itself.`)
    if (found) return found
    const fragment = fragments.get(name)
    if (!fragment) return nothing
    known.set(name, 'open')
    const shape = ofSelections(fragment.selectionSet, fragment.directives?.length ?? 0)
    known.set(name, shape)
    return shape
  }

  const ofSelections = (set: SelectionSetNode | undefined, ownDirectives: number): Shape => {
    let shape: Shape = { ...nothing, directives: ownDirectives }
    for (const node of set?.selections ?? []) {
      const directives = node.directives?.length ?? 0
      if (node.kind === Kind.FRAGMENT_SPREAD)
        shape = add(add(shape, { ...nothing, directives }), ofFragment(node.name.value))
      else if (node.kind === Kind.INLINE_FRAGMENT) shape = add(shape, ofSelections(node.selectionSet, directives))
      else {
        const below = ofSelections(node.selectionSet, directives)
        const introspects = node.name.value === '__schema' || node.name.value === '__type'
        shape = add(shape, {
          fields: below.fields + 1,
          // graphql-js itself limits the nesting of introspection lists.
          depth: introspects ? 1 : below.depth + 1,
          aliases: below.aliases + (node.alias ? 1 : 0),
          directives: below.directives,
          introspects: introspects || below.introspects,
        })
      }
    }
    return shape
  }

  return ofSelections(operation.selectionSet, operation.directives?.length ?? 0)
}

const describe = (amount: number): string =>
  amount > 1e15 ? 'more than 10^15' : amount.toLocaleString('en-US', { maximumFractionDigits: 0 })

/** Maximum number of operations that advice divides an operation into. */
const maxParts = 100

/** A limit, and the setting that defines it. */
export interface Limit {
  readonly max: number
  readonly setting: string
}

/**
 * Checks a value of an operation.
 * @param what names the value after its amount, or returns its name with the amount.
 * @param advise returns how to reduce it.
 * @throws QUERY_TOO_COMPLEX for a value above its limit. The message contains both, the setting and the advice.
 */
export const checkLimit = (
  what: string | ((amount: string) => string),
  value: number,
  { max, setting }: Limit,
  advise: () => string,
): void => {
  if (value <= max) return
  const amount = describe(value)
  const shown = typeof what === 'string' ? `${amount} ${what}` : what(amount)
  throw new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The operation has ${shown}: at most ${describe(max)} are allowed (${setting}). ${advise()}`,
  )
}

/** Advises to divide an operation, by the least number of operations that each have at most `max`. */
const adviseParts = (value: number, max: number): string => {
  const parts = Math.ceil(value / max)
  return parts <= maxParts ? `Send ${parts} operations instead.` : 'Request less data.'
}

/** @throws QUERY_TOO_COMPLEX if the shape of an operation of a document exceeds a limit. */
export const checkShape = (
  operation: OperationDefinitionNode,
  document: DocumentNode,
  { maxDepth, maxAliases, maxDirectives, maxFields }: Limits,
): void => {
  const { depth, aliases, directives, fields } = measure(operation, document)
  const adviseDepth = () => adviseDeepFields(operation, document, maxDepth)
  checkLimit('levels of fields (depth)', depth, { max: maxDepth, setting: 'MAX_DEPTH' }, adviseDepth)
  checkLimit('aliases', aliases, { max: maxAliases, setting: 'MAX_ALIASES' }, () => adviseParts(aliases, maxAliases))
  const { max, setting } = { max: maxDirectives, setting: 'MAX_DIRECTIVES' }
  checkLimit('directives', directives, { max, setting }, () => adviseParts(directives, max))
  checkLimit('fields', fields, { max: maxFields, setting: 'MAX_FIELDS' }, () => adviseParts(fields, maxFields))
}
