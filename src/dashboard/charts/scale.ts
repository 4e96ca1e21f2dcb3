/** Steps between the ticks of an axis, as multiples of a power of ten. */
const niceSteps = [1, 1.5, 2, 2.5, 5, 10]

/**
 * Chooses evenly spaced round values from 0 to at least the maximum; 0 alone if there is nothing above.
 * @param count the number of intervals to aim at.
 * @param isWhole whether values between whole numbers make no sense.
 */
export const chooseTicks = (maximum: number, count: number, isWhole: boolean): readonly number[] => {
  if (!(maximum > 0)) return [0]
  const rough = maximum / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const nice = (niceSteps.find((step) => step * power >= rough * 0.999) ?? 10) * power
  const step = isWhole ? Math.max(1, Math.ceil(nice)) : nice
  const intervals = Math.ceil(maximum / step - 1e-9)
  return Array.from({ length: intervals + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}
