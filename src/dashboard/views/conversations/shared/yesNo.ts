import { type RawSearch, readChoice } from '../../../scope/search.ts'

/** A search parameter that selects what has something, or what does not have it; undefined selects both. */
export type YesNo = 'yes' | 'no' | undefined

/** Reads such a parameter. */
export const readYesNo = (raw: RawSearch, name: string): YesNo => readChoice(raw, name, ['yes', 'no'])

/** The condition of a filter that such a parameter amounts to; none if it is undefined. */
export const toCondition = <Name extends string>(name: Name, value: YesNo): { readonly [Key in Name]?: boolean } =>
  value === undefined ? {} : ({ [name]: value === 'yes' } as { readonly [Key in Name]: boolean })
