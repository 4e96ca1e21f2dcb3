import { z } from 'zod'

/** Converts an empty or blank setting to undefined. */
export const absent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value

/** The values of a setting that is a list, separated by commas or white space. */
export const readList = (value: string): string[] => value.split(/[\s,]+/).filter((item) => item !== '')

/** A whole number in decimal digits, within bounds. */
const numberBetween = (min: number, max: number) => {
  const error = `an integer from ${min} to ${max}`
  return z
    .string({ error })
    .trim()
    .refine((digits) => /^\d+$/.test(digits) && Number(digits) >= min && Number(digits) <= max, { error })
    .transform(Number)
}

/** The allowed values of a setting, for its documentation. */
const allowing = (allowed: string) => ({ allowed })

const describeRange = (min: number, max: number) => allowing(`${min} to ${max}`)

/** A setting that is a whole number within bounds, with its default value. */
export const wholeNumber = (min: number, max: number, defaultValue: number) =>
  z.preprocess(absent, numberBetween(min, max).default(defaultValue)).meta(describeRange(min, max))

/** An optional setting that is a whole number within bounds. */
export const optionalWholeNumber = (min: number, max: number) =>
  z.preprocess(absent, numberBetween(min, max).optional()).meta(describeRange(min, max))

/** An optional setting with any text. */
export const optionalText = () => z.preprocess(absent, z.string().optional())

/** A setting that is `true` or `false`, with its default value. */
export const flag = (defaultValue: boolean) =>
  z
    .preprocess(
      absent,
      z
        .enum(['true', 'false'], { error: 'true or false' })
        .default(defaultValue ? 'true' : 'false')
        .transform((value) => value === 'true'),
    )
    .meta(allowing('true or false'))

/** Whether a text is an HTTP URL. */
export const isWebUrl = (value: string): boolean => /^https?:\/\/./.test(value) && URL.canParse(value)

/** An optional setting with an HTTP URL. */
export const optionalWebUrl = (example: string) =>
  z.preprocess(
    absent,
    z
      .string()
      .refine(isWebUrl, { error: `a URL such as ${example}` })
      .optional(),
  )
