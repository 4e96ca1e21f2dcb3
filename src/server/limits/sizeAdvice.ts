import type { FieldNode } from 'graphql'
import { adviseSizes, listFields, type PricedOperation } from './costAdvice.ts'

/** The share of a limit that advised operations use on average, since records differ in size. */
const margin = 0.8
/** Bytes of the quotes, the name and the separators of a value in JSON, on average. */
const bytesPerValue = 16

/** Advice about an operation whose size does not follow from its arguments. */
export const unknownSizes = 'Request smaller pages or fewer long texts.'

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** One root field of an operation, as an operation of its own. */
const selectRootField = (operation: PricedOperation, key: string): PricedOperation => {
  const { selectionSet, fragments, computeCost } = operation
  const selections = listFields(selectionSet, fragments).filter((node) => keyOf(node) === key)
  return {
    ...operation,
    selectionSet: { ...selectionSet, selections },
    computeCost: (trial) => {
      let cost = 0
      computeCost({
        ...trial,
        note: (node, found) => {
          trial.note?.(node, found)
          if (selections.includes(node)) cost += found.cost
        },
      })
      return cost
    },
  }
}

const listRootKeys = ({ selectionSet, fragments }: PricedOperation): readonly string[] => [
  ...new Set(listFields(selectionSet, fragments).map(keyOf)),
]

const adviseSeparate = (operation: PricedOperation): string =>
  listRootKeys(operation).length > 1 ? 'Send each of its root fields in an operation of its own.' : unknownSizes

/**
 * Advises how to read less: by the size of the page with which a root field reads at most a number of rows, which its
 * cost is an upper bound of.
 * @param key the root field whose statement read too much; undefined if it is not known.
 * @param rows the number of rows of this statement that the limit permits.
 */
export const adviseRows = (operation: PricedOperation, key: string | undefined, rows: number): string => {
  const one = key === undefined ? operation : selectRootField(operation, key)
  return adviseSizes({ ...one, maxCost: Math.floor(rows * margin) }) ?? adviseSeparate(operation)
}

/** Estimates the size of a JSON value in bytes. */
const estimateBytes = (value: unknown): number => {
  if (typeof value === 'string') return bytesPerValue + Buffer.byteLength(value)
  if (typeof value !== 'object' || value === null) return bytesPerValue
  return Object.values(value).reduce<number>((sum, inner) => sum + estimateBytes(inner), bytesPerValue)
}

/** Advises how to return less: by the size of the largest root field's page, which its cost is in proportion to. */
export const adviseData = (operation: PricedOperation, data: unknown, maxBytes: number): string => {
  const sizes = Object.entries(data ?? {}).map(([key, value]) => ({ key, bytes: estimateBytes(value) }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const [largest] = sizes.sort((a, b) => b.bytes - a.bytes)
  if (!largest) return unknownSizes
  const one = selectRootField(operation, largest.key)
  const share = (maxBytes * margin - (total - largest.bytes)) / largest.bytes
  const maxCost = Math.floor(one.computeCost({}) * share)
  const sized = maxCost > 0 ? adviseSizes({ ...one, maxCost }) : undefined
  if (sized !== undefined) return sized
  const parts = Math.ceil(total / (maxBytes * margin))
  return `Send its fields in at least ${Math.max(2, parts)} operations.`
}
