import { nameLength } from '../db/sql/table.ts'
import { badInput, quote } from '../shared/errors.ts'
import { countCharacters, isLongerThan } from '../shared/text.ts'
import { builder } from './builder.ts'

/** The argument of a field that gives one record. */
export const idArg = builder.args((t) => ({
  id: t.id({ required: true, description: 'Id of the record, as stored. At most 255 characters.' }),
}))

/** @throws BAD_USER_INPUT for an id that no record can have. */
export const readId = (id: string): string => {
  if (isLongerThan(id, nameLength))
    throw badInput(`id has ${countCharacters(id)} characters: an id has at most ${nameLength}`)
  if (id.includes('\0')) throw badInput(`id: ${quote(id)} contains U+0000, which no id does`)
  return id
}
