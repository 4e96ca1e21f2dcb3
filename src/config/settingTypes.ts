import { z } from 'zod'

/** An empty setting as an absent one. */
export const absent = (value: unknown): unknown => (value === '' ? undefined : value)

/** A whole number within bounds. */
export const numberBetween = (min: number, max: number) =>
  z.coerce
    .number({ error: `an integer from ${min} to ${max}` })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      error: `an integer from ${min} to ${max}`,
    })

/** A setting that is a whole number within bounds, with its value where it is not set. */
export const wholeNumber = (min: number, max: number, unset: number) =>
  z.preprocess(absent, numberBetween(min, max).default(unset))

/** A setting that is any text, or absent. */
export const optionalText = () => z.preprocess(absent, z.string().optional())

/** A setting that is `true` or `false`, with its value where it is not set. */
export const flag = (unset: boolean) =>
  z.preprocess(
    absent,
    z
      .enum(['true', 'false'], { error: 'true or false' })
      .default(unset ? 'true' : 'false')
      .transform((value) => value === 'true'),
  )

/** Whether a text is an HTTP URL. */
export const isWebUrl = (value: string): boolean => /^https?:\/\/./.test(value) && URL.canParse(value)

/** A setting that is an HTTP URL, or absent. */
export const optionalWebUrl = (example: string) =>
  z.preprocess(
    absent,
    z
      .string()
      .refine(isWebUrl, { error: `a URL such as ${example}` })
      .optional(),
  )
