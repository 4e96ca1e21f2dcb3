import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/configError.ts'

test('settings that are absent or empty have their defaults', () => {
  const defaults = { databaseUrl: undefined, dataFolder: 'data', host: '127.0.0.1', port: 4000, logLevel: 'info' }
  expect(readConfig({})).toMatchObject(defaults)
  expect(readConfig({ DATABASE_URL: '', DATA_DIR: '', HOST: '', PORT: '', LOG_LEVEL: '' })).toMatchObject(defaults)
})

test('all settings that cannot be used are named at once, without the secret', () => {
  const environment = { DATABASE_URL: 'mysql://root:secret@host/db', PORT: '70000', LOG_LEVEL: 'loud' }
  expect(() => readConfig(environment)).toThrow(
    new ConfigError(
      [
        'The settings cannot be used:',
        '  DATABASE_URL takes a connection string such as postgresql://user:password@host:5432/database',
        '  PORT takes a whole number from 0 to 65535, not "70000"',
        '  LOG_LEVEL takes one of trace, debug, info, warn, error, fatal, silent, not "loud"',
      ].join('\n'),
    ),
  )
})
