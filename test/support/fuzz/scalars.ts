import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'
import { enumValue, scalar, text, type Value } from './value.ts'

/** Strings that programs often handle incorrectly. None of them resembles SQL, paths or stack traces of the server. */
const awkwardStrings: readonly string[] = [
  '',
  ' ',
  '%',
  '_%\\',
  "'; drop table x; --",
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '😀👩‍👩‍👧',
  '\u2028\u2029',
  '\r\n\t',
  '__proto__',
  'constructor',
  '=1+1',
  '{{7*7}}',
  '[{"type":"Plain","text":"x"}]',
  '{"type":',
  'null',
  'x'.repeat(255),
  'x'.repeat(256),
  'é'.repeat(1000),
  'x'.repeat(1001),
  'y'.repeat(20_000),
]

/** A string: a plain one or, with the given probability, an awkward one. */
export const drawString = (random: Random, awkward = 0.4): string =>
  drawChance(random, awkward)
    ? pick(random, awkwardStrings)
    : pick(random, ['parcel', 'Hello', 'gpt-4o', 'bot-1', 'user-1', `new-${drawInt(random, 1, 1e6)}`])

const drawTime = (random: Random): string => {
  const two = (low: number, high: number) => String(drawInt(random, low, high)).padStart(2, '0')
  const day = `2026-${two(5, 7)}-${two(1, 28)}`
  return pick(random, [
    day,
    `${day}T${two(0, 23)}:00:00Z`,
    `${day}T${two(0, 23)}:${two(0, 59)}:${two(0, 59)}.${two(0, 99)}7Z`,
    `${day}T${two(0, 23)}:30:00+0${drawInt(random, 0, 9)}:00`,
    `${day}T${two(0, 23)}:15:00.123456789-11:45`,
    `${day}T00:00:00`,
    '0001-01-01',
    '1969-12-31T23:59:59.999Z',
    '2026-03-29T01:30:00Z',
    '9999-12-31T23:59:59.999Z',
  ])
}

const wrongTimes = ['yesterday', '', '2026-02-30', '2026-13-01', '2026-06-05T25:00:00Z', '2026-06-05T12:00:00+99:00']
const zones = ['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe']
const wrongZones = ['', '+08:00', 'Mars/Olympus', "UTC'; select 1", 'europe/berlin', 'Etc/GMT+5', 'x'.repeat(1000)]

const durations = ['PT1S', 'PT36H', 'P7D', 'P60D', 'P3W', 'P2M', 'P1Y2M3W4DT5H6M7.008S', 'P100Y']
const wrongDurations = ['-P1D', 'PT0S', 'P', '7d', 'P101Y', 'P4294967295Y', 'P4294967296Y', 'PT0.0001S', 'P1M2H']

const drawInteger = (random: Random): string =>
  drawChance(random, 0.85)
    ? String(drawInt(random, 0, pick(random, [3, 20, 200])))
    : pick(random, ['-1', '-0', '1000', '1001', '1000000', '1000001', '2147483647', '-2147483648'])

const drawFloat = (random: Random): string =>
  drawChance(random, 0.5)
    ? String(drawInt(random, 0, 5000) / 1e4)
    : pick(random, [
        '0',
        '-0.0',
        '-1',
        '1e-320',
        '1e-7',
        '1e15',
        '1e100',
        '1e308',
        '1.7e308',
        '1e308',
        '-1e308',
        '9007199254740993',
      ])

/** Any JSON value, nested up to `depth` levels. Keys are names, so that it can also be written as a literal. */
const drawJson = (random: Random, depth: number): Value => {
  const kind = drawInt(random, 0, depth > 0 ? 5 : 3)
  if (kind === 4) {
    const items = Array.from({ length: drawInt(random, 0, 3) }, () => drawJson(random, depth - 1))
    return { kind: 'list', items }
  }
  if (kind === 5) {
    const names = ['prompt_tokens', 'completion_tokens', 'total_tokens', 'input_tokens', 'a', '__proto__', 'toString']
    const fields = names
      .filter(() => drawChance(random, 0.3))
      .map((name) => [name, drawJson(random, depth - 1)] as const)
    return { kind: 'object', fields }
  }
  return [
    text(drawString(random)),
    scalar(drawFloat(random)),
    scalar(drawInteger(random)),
    scalar(pick(random, ['true', 'null'])),
  ][kind] as Value
}

const makers: Readonly<Record<string, (random: Random, awkward: number) => Value>> = {
  Int: (random) => scalar(drawInteger(random)),
  SafeInt: (random) => scalar(pick(random, [drawInteger(random), '9007199254740991', '-9007199254740991'])),
  Float: (random) => scalar(drawFloat(random)),
  Boolean: (random) => scalar(pick(random, ['true', 'false'])),
  String: (random, awkward) => text(drawString(random, awkward)),
  ID: (random, awkward) => (drawChance(random, 0.1) ? scalar(drawInteger(random)) : text(drawString(random, awkward))),
  DateTime: (random) => text(drawTime(random)),
  TimeZone: (random) => text(pick(random, zones)),
  Duration: (random) => text(pick(random, durations)),
  JSON: (random) => drawJson(random, 3),
}

/**
 * A value of a scalar type. For an unknown type, any value, so that new types are covered as well.
 * @param awkward the probability of an awkward string.
 */
export const drawScalar = (random: Random, typeName: string, awkward: number): Value =>
  (makers[typeName] ?? pick(random, Object.values(makers)))(random, awkward)

const emptyList: Value = { kind: 'list', items: [] }
const emptyObject: Value = { kind: 'object', fields: [] }
const manyItems: Value = { kind: 'list', items: Array.from({ length: 1001 }, (_, index) => text(`many-${index}`)) }

/** A value that most types reject: of another kind, out of range, or malformed. */
export const drawWrong = (random: Random): Value =>
  pick(random, [
    () => scalar('null'),
    () => scalar(pick(random, ['1.5', '2147483648', '-2147483649', '9007199254740992', '1e400', '-1e400'])),
    () => scalar(pick(random, ['true', 'false', '0', '123456789012345678901234567890'])),
    () => text(pick(random, wrongTimes)),
    () => text(pick(random, wrongZones)),
    () => text(pick(random, wrongDurations)),
    () => text(drawString(random)),
    () => enumValue(pick(random, ['UNKNOWN', 'NOTHING', 'success', '__proto__', 'constructor'])),
    () => emptyList,
    () => emptyObject,
    () => ({ kind: 'list', items: [emptyList] }) satisfies Value,
    () => ({ kind: 'list', items: [scalar('null'), emptyObject] }) satisfies Value,
    () => ({ kind: 'object', fields: [['__proto__', emptyObject]] }) satisfies Value,
    () => ({ kind: 'object', fields: [['nothing', scalar('1')]] }) satisfies Value,
    () => manyItems,
  ])()
