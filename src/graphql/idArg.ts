import { nameLength } from '../db/sql/table.ts'
import { badInput, quote } from '../shared/errors.ts'
import { countCharacters, isLongerThan } from '../shared/text.ts'
import { builder } from './builder.ts'

/** The `id` argument of a field that returns one record. */
export const idArg = builder.args((t) => ({
  id: t.id({
    required: true,
    description: 'Value of the field `id` of the record, as stored. At most 255 characters.',
  }),
}))

/** @throws BAD_USER_INPUT for an id that no record can have. */
export const readId = (id: string): string => {
  if (isLongerThan(id, nameLength))
    throw badInput(`id has ${countCharacters(id)} characters: at most ${nameLength} are allowed`)
  if (id.includes('\0')) throw badInput(`id: ${quote(id)} contains U+0000, which an id cannot contain`)
  return id
}
