/** Three components of a color: linear red, green and blue from 0 to 1, or those of CIELAB. */
export type Color = readonly [number, number, number]

const { abs, atan2, cbrt, cos, exp, hypot, max, min, PI, sin, sqrt } = Math

/** The linear components of a color such as `#4a62d8`. */
export const readLinear = (hex: string): Color => {
  const read = (index: number) => {
    const value = Number.parseInt(hex.slice(index, index + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [read(1), read(3), read(5)]
}

/** The contrast of two colors as WCAG defines it, from 1 to 21. */
export const findContrast = (a: Color, b: Color): number => {
  const [left, right] = [luminanceOf(a), luminanceOf(b)]
  return (max(left, right) + 0.05) / (min(left, right) + 0.05)
}

const luminanceOf = ([red, green, blue]: Color): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

type Matrix = readonly [Color, Color, Color]

const apply = (matrix: Matrix, [red, green, blue]: Color): Color => {
  const [x, y, z] = matrix.map(([a, b, c]) => min(1, max(0, a * red + b * green + c * blue))) as [
    number,
    number,
    number,
  ]
  return [x, y, z]
}

/** Color vision deficiencies of full severity: Machado, Oliveira and Fernandes, 2009. */
const deficiencies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Readonly<Record<string, Matrix>>

/** How people see a color, by their vision. */
export const visions: Readonly<Record<string, (color: Color) => Color>> = {
  normal: (color) => color,
  ...Object.fromEntries(
    Object.entries(deficiencies).map(([name, matrix]) => [name, (color: Color) => apply(matrix, color)]),
  ),
}

const toLab = ([red, green, blue]: Color): Color => {
  const bend = (value: number) => (value > 216 / 24_389 ? cbrt(value) : ((24_389 / 27) * value + 16) / 116)
  const x = bend((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
  const y = bend(luminanceOf([red, green, blue]))
  const z = bend((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const degrees = PI / 180
const seventh = (chroma: number) => sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7))

/** The difference of two colors as CIEDE2000 defines it: 1 is just visible. */
export const findDifference = (left: Color, right: Color): number => findLabDifference(toLab(left), toLab(right))

/** The same of two colors in CIELAB. */
export const findLabDifference = ([l1, a1, b1]: Color, [l2, a2, b2]: Color): number => {
  const stretch = 1.5 - 0.5 * seventh((hypot(a1, b1) + hypot(a2, b2)) / 2)
  const [c1, c2] = [hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)]
  const [h1, h2] = [atan2(b1, a1 * stretch) / degrees, atan2(b2, a2 * stretch) / degrees].map(
    (hue) => (hue + 360) % 360,
  ) as [number, number]
  const isAcross = abs(h1 - h2) > 180
  const turn = h2 - h1 + (isAcross ? (h2 > h1 ? -360 : 360) : 0)
  const hue = (h1 + h2) / 2 + (isAcross ? (h1 + h2 < 360 ? 180 : -180) : 0)
  const [lightness, chroma] = [(l1 + l2) / 2, (c1 + c2) / 2]
  const weight =
    1 -
    0.17 * cos((hue - 30) * degrees) +
    0.24 * cos(2 * hue * degrees) +
    0.32 * cos((3 * hue + 6) * degrees) -
    0.2 * cos((4 * hue - 63) * degrees)
  const dl = (l2 - l1) / (1 + (0.015 * (lightness - 50) ** 2) / sqrt(20 + (lightness - 50) ** 2))
  const dc = (c2 - c1) / (1 + 0.045 * chroma)
  const dh = (2 * sqrt(c1 * c2) * sin((turn / 2) * degrees)) / (1 + 0.015 * chroma * weight)
  const rotation = -2 * seventh(chroma) * sin(60 * degrees * exp(-(((hue - 275) / 25) ** 2)))
  return sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh)
}
