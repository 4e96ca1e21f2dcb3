import { getDatamodel } from '../db/generated/pothos.ts'

interface Documented {
  readonly name: string
  readonly documentation?: string
}

const { models } = getDatamodel().datamodel as unknown as {
  readonly models: Readonly<Record<string, { readonly fields: readonly Documented[] }>>
}

/**
 * What a field of a record means, in the words of its Prisma model.
 * @throws where the model has no such field: a mistake of ours.
 */
export const columnDoc = (model: string, field: string): string => {
  const doc = models[model]?.fields.find(({ name }) => name === field)?.documentation
  if (doc === undefined) throw new Error(`The model ${model} does not describe a field ${field}`)
  return doc
}
