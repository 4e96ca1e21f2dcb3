import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/configError.ts'
import { readAddress } from '../../src/import/langbot/address.ts'

test('absent or empty settings have their defaults', () => {
  const defaults = { databaseUrl: undefined, dataFolder: 'data', host: '127.0.0.1', port: 4000, logLevel: 'info' }
  expect(readConfig({})).toMatchObject(defaults)
  expect(readConfig({ DATABASE_URL: '', DATA_DIR: '', HOST: '', PORT: '', LOG_LEVEL: '' })).toMatchObject(defaults)
})

test('white space counts as absent, and numbers are decimal digits', () => {
  const { limits } = readConfig({ RATE_LIMIT: ' ', MAX_DEPTH: '\t', MAX_COST: ' 500 ' })
  expect([limits.ratePerMinute, limits.maxDepth, limits.maxCost]).toEqual([12_000, 12, 500])
  for (const value of ['0x10', '1e3', '10.0', '+10', '-10', 'Infinity', '1_000', '99999999999999999999'])
    expect(() => readConfig({ MAX_DEPTH: value })).toThrow(
      `MAX_DEPTH must be an integer from 3 to 1000, not "${value}"`,
    )
})

test('all invalid settings are reported together, without the secret', () => {
  const environment = { DATABASE_URL: 'mysql://root:secret@host/db', PORT: '70000', LOG_LEVEL: 'loud' }
  expect(() => readConfig(environment)).toThrow(
    new ConfigError(
      [
        'Invalid settings:',
        '  DATABASE_URL must be a connection string such as postgresql://user:password@host:5432/database',
        '  PORT must be an integer from 0 to 65535, not "70000"',
        '  LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
      ].join('\n'),
    ),
  )
})

test.each([
  ['FOLLOW_FROM', 'postgres://user:secret@host:99999/langbot'],
  ['FOLLOW_FROM', 'postgres://['],
  ['FOLLOW_FROM', 'postgres://user:%zz@host/langbot'],
  ['FOLLOW_FROM', 'sqlite:'],
  ['FOLLOW_FROM', 'sqlite://'],
  ['FOLLOW_FROM', 'mysql://host/langbot'],
  ['DATABASE_URL', 'postgresql://user:%zz@host/botlens'],
  ['DATABASE_URL', 'postgresql://host:99999/botlens'],
  ['JWKS_URL', 'https://login.example.com:99999/jwks.json'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '//collector'],
  ['HOST', 'http://127.0.0.1'],
  ['HOST', '127.0.0.1/x'],
])('an invalid address is rejected: %s=%s', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name} must be `)
})

test.each([
  ['FOLLOW_FROM', 'postgres://user:p%40ss@host:5432/langbot'],
  ['FOLLOW_FROM', 'postgresql:///langbot'],
  ['FOLLOW_FROM', 'sqlite:langbot.db'],
  ['FOLLOW_FROM', 'sqlite:/path/langbot.db'],
  ['FOLLOW_FROM', 'sqlite:///path/langbot.db'],
  ['HOST', '::'],
  ['HOST', 'fe80::1%eth0'],
  ['HOST', 'my-host.example'],
])('a valid address is accepted: %s=%s', (name, value) => {
  expect(() => readConfig({ [name]: value })).not.toThrow()
  if (name === 'FOLLOW_FROM') expect(() => readAddress(value)).not.toThrow()
})

test.each([
  ['sqlite:langbot.db', `sqlite:${resolve('langbot.db')}`],
  ['sqlite:/path/langbot.db', 'sqlite:/path/langbot.db'],
  ['sqlite:///path/langbot.db', 'sqlite:/path/langbot.db'],
  ['sqlite://path/langbot.db', `sqlite:${resolve('path/langbot.db')}`],
])('the file of %s', (address, name) => {
  expect(readAddress(address).name).toBe(name)
})
