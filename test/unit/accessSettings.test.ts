import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/configError.ts'
import { checkExposure } from '../../src/server/auth/exposure.ts'

const check = (environment: Record<string, string>) => () => checkExposure(readConfig(environment))

test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('on %s, authentication is not required', (HOST) => {
  expect(check({ HOST })).not.toThrow()
  expect(readConfig({ HOST }).access.mode).toBe('none')
})

test.each(['0.0.0.0', '::', '192.168.1.10', 'logs.example.com', '127.0.0.1.example.com'])(
  'on %s, authentication is required',
  (HOST) => {
    expect(check({ HOST })).toThrow(ConfigError)
    expect(check({ HOST, JWT_SECRET: '' })).toThrow('JWT_SECRET')
    for (const given of [
      { AUTH: 'on' },
      { AUTH: 'off' },
      { JWT_SECRET: '0123456789abcdef0123456789abcdef' },
      { JWKS_URL: 'https://login.example.com/jwks.json' },
    ])
      expect(check({ HOST, ...given })).not.toThrow()
  },
)

test('a secret is never part of a message', () => {
  const read = () => readConfig({ JWT_SECRET: 'hunter2', JWKS_URL: 'ftp://user:hunter2@host' })
  expect(read).toThrow('JWT_SECRET must be a secret of at least 32 bytes')
  expect(read).not.toThrow('hunter2')
})
