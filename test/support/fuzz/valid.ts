import { drawChance, pick, type Random } from '../../../src/demo/random.ts'

/** The ways to specify a time window, of which an input object may use one. */
const windows: readonly (readonly string[])[] = [['last'], ['calendar'], ['startTime', 'endTime']]

/**
 * Removes names until one way to specify a time window is left, which is the one of `kept` if it belongs to one. With
 * the probability `wrong`, all names are kept, which the server rejects.
 */
export const withOneWindow = (
  random: Random,
  wrong: number,
  names: readonly string[],
  kept: string | undefined,
): readonly string[] => {
  const used = windows.filter((window) => window.some((name) => name === kept || names.includes(name)))
  if (used.length < 2 || drawChance(random, wrong)) return names
  const chosen = used.find((window) => window.some((name) => name === kept)) ?? pick(random, used)
  return names.filter((name) => chosen.includes(name) || !windows.some((window) => window.includes(name)))
}

/** Fields that the server rejects unless the metrics have an argument. */
const requiredArguments: Readonly<Record<string, string>> = { groups: 'groupBy', series: 'bucket' }

/**
 * The names of fields that must not be selected below a field with these arguments. With the probability `wrong`,
 * there are none.
 */
export const fieldsWithoutArgument = (
  random: Random,
  wrong: number,
  defined: readonly string[],
  given: readonly string[],
): ReadonlySet<string> =>
  new Set(
    Object.entries(requiredArguments).flatMap(([field, argument]) =>
      defined.includes(argument) && !given.includes(argument) && !drawChance(random, wrong) ? [field] : [],
    ),
  )
