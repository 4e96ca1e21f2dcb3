import { getDatamodel } from '../db/generated/pothos.ts'

interface Documented {
  readonly name: string
  readonly documentation?: string
}

const { models } = getDatamodel().datamodel as unknown as {
  readonly models: Readonly<Record<string, { readonly fields: readonly Documented[] }>>
}

/**
 * The description of a record's field, taken from its Prisma model.
 * @throws Error if the model does not describe the field: a programming mistake.
 */
export const columnDoc = (model: string, field: string): string => {
  const doc = models[model]?.fields.find(({ name }) => name === field)?.documentation
  if (doc === undefined) throw new Error(`The model ${model} does not describe a field ${field}`)
  return doc
}
