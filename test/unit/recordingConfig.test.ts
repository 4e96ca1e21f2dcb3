import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'

test('by default, nothing is removed or followed, and media are not stored', () => {
  expect(readConfig({ RETENTION_DAYS: '', KEEP_MEDIA: '' })).toMatchObject({
    retentionDays: undefined,
    followFrom: undefined,
    recording: { sessionIdleMinutes: 30, keepMedia: false },
  })
  expect(
    readConfig({ RETENTION_DAYS: '30', KEEP_MEDIA: 'true', SESSION_IDLE_MINUTES: '5', FOLLOW_FROM: 'sqlite:/a.db' }),
  ).toMatchObject({
    retentionDays: 30,
    followFrom: 'sqlite:/a.db',
    recording: { sessionIdleMinutes: 5, keepMedia: true },
  })
})

test.each([
  ['RETENTION_DAYS', '0', 'RETENTION_DAYS must be an integer from 1 to 36500, not "0"'],
  ['KEEP_MEDIA', 'yes', 'KEEP_MEDIA must be true or false, not "yes"'],
  ['SESSION_IDLE_MINUTES', '0.5', 'SESSION_IDLE_MINUTES must be an integer from 1 to 100000, not "0.5"'],
  ['FOLLOW_FROM', 'mysql://x', 'FOLLOW_FROM must be the address of a LangBot database: '],
])('%s=%s is rejected', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message)
})
