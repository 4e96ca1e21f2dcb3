import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { formatPosition, parsePosition } from '../../src/db/replicas/position.ts'
import { makeSamples } from '../../src/db/replicas/samples.ts'

test.each(['0/0', '0/3000148', '16/B374D848', 'FFFFFFFF/FFFFFFFF'])(
  'the position %s is parsed and formatted',
  (text) => {
    expect(formatPosition(parsePosition(text))).toBe(text)
  },
)

test('positions are ordered as numbers', () => {
  expect(parsePosition('9/0') < parsePosition('10/0')).toBe(true)
  expect(parsePosition('1/0') > parsePosition('0/FFFFFFFF')).toBe(true)
  expect(() => parsePosition('1-2')).toThrow('1-2 is not a position')
})

test('samples tell as of when a position is', () => {
  const samples = makeSamples()
  expect([samples.newest(), samples.oldest(), samples.timeOf(5n)]).toEqual([undefined, undefined, undefined])
  samples.add(100, 10n)
  samples.add(200, 20n)
  samples.add(300, 20n)
  samples.add(400, 30n)
  // A reading that began earlier than the newest one adds nothing.
  samples.add(350, 30n)
  expect([samples.oldest(), samples.newest()]).toEqual([100, 400])
  expect([9n, 10n, 19n, 20n, 29n, 30n, 99n].map(samples.timeOf)).toEqual([undefined, 100, 100, 300, 300, 400, 400])
})

const databaseUrl = 'postgresql://host/botlens'

test('replicas are separated by commas, and require a primary', () => {
  expect(readConfig({}).replicas).toEqual({ urls: [], maxLagMs: 10_000 })
  const urls = ['postgresql://a/botlens', 'postgres://user:secret@b:5433/botlens']
  const given = { DATABASE_URL: databaseUrl, DATABASE_REPLICA_URL: urls.join(', '), REPLICA_MAX_LAG_MS: '500' }
  expect(readConfig(given).replicas).toEqual({ urls, maxLagMs: 500 })
  expect(() => readConfig({ DATABASE_REPLICA_URL: databaseUrl })).toThrow('DATABASE_REPLICA_URL requires DATABASE_URL')
  const invalid = () => readConfig({ DATABASE_URL: databaseUrl, DATABASE_REPLICA_URL: `${urls[1]},mysql://c` })
  expect(invalid).toThrow(/DATABASE_REPLICA_URL must be connection strings separated by commas/)
  expect(invalid).not.toThrow(/secret/)
})
