import type { FieldNode } from 'graphql'
import { takeValueSlice } from '../../shared/timeSlices.ts'
import { adviseSizes, listFields, type PricedOperation } from './costAdvice.ts'

/** The share of a limit that advised operations use on average, since records differ in size. */
const margin = 0.8
/** Bytes of the quotes, the name and the separators of a value in JSON, on average. */
const bytesPerValue = 16
/** Number of values that are measured in one piece. */
const valuesPerSlice = 2000

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

/** The same operation, with the number of objects that it can return as its cost. */
const countObjects = (operation: PricedOperation): PricedOperation => ({
  ...operation,
  computeCost: (trial) => operation.computeCost({ ...trial, countsObjects: true }),
})

/** The root fields of an operation that return data of their own. */
const listRootKeys = ({ selectionSet, fragments }: PricedOperation): readonly string[] => [
  ...new Set(
    listFields(selectionSet, fragments)
      .filter(({ name }) => name.value !== '__typename')
      .map(keyOf),
  ),
]

/** Advises to read the root fields of an operation separately, if there are several. */
export const adviseSeparate = (operation: PricedOperation): string =>
  listRootKeys(operation).length > 1 ? 'Send each of its root fields in an operation of its own.' : unknownSizes

/**
 * Advises how to read less: by the size of the page with which a root field reads at most a number of rows. It returns
 * an object for each of them.
 * @param key the root field whose statement read too much; undefined if it is not known.
 * @param rows the number of rows of this statement that the limit permits.
 */
export const adviseRows = (operation: PricedOperation, key: string | undefined, rows: number): string => {
  const one = key === undefined ? operation : selectRootField(operation, key)
  return adviseSizes({ ...countObjects(one), maxCost: Math.floor(rows * margin) }) ?? adviseSeparate(operation)
}

/** The size of a part of a result. */
interface DataSize {
  readonly bytes: number
  readonly objects: number
}

/**
 * Estimates the size of a value in JSON, and counts its objects, in time slices. The length of a text is known without
 * reading it, so a text that is returned many times takes no longer than a short one.
 */
const measureData = async (data: unknown): Promise<DataSize> => {
  let [bytes, objects, visited] = [0, 0, 0]
  for (const left = [data]; left.length > 0; ) {
    const value = left.pop()
    bytes += bytesPerValue
    if (typeof value === 'string') bytes += value.length
    else if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value)) objects += 1
      for (const inner of Object.values(value)) left.push(inner)
    }
    visited += 1
    if (visited % valuesPerSlice === 0) await takeValueSlice(valuesPerSlice)
  }
  return { bytes, objects }
}

/**
 * Advises how to return less than a result that exceeded the maximum: by the size of the largest root field's page with
 * which it returns a part of the objects that it returned.
 */
export const adviseData = async (operation: PricedOperation, data: unknown, maxBytes: number): Promise<string> => {
  const sizes: (DataSize & { readonly key: string })[] = []
  for (const [key, value] of Object.entries(data ?? {})) sizes.push({ key, ...(await measureData(value)) })
  const [largest] = sizes.sort((a, b) => b.bytes - a.bytes)
  if (!largest) return unknownSizes
  const estimated = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  // Texts are longer in JSON if characters are escaped or take several bytes, as names can be.
  const scale = Math.max(1, maxBytes / estimated)
  const total = estimated * scale
  const bytes = largest.bytes * scale
  const share = (maxBytes * margin - (total - bytes)) / bytes
  const maxCost = Math.floor(largest.objects * share)
  const one = countObjects(selectRootField(operation, largest.key))
  const sized = maxCost > 0 ? adviseSizes({ ...one, maxCost }) : undefined
  if (sized !== undefined) return sized
  const parts = Math.ceil(total / (maxBytes * margin))
  return `Send its fields in at least ${Math.max(2, parts)} operations.`
}
