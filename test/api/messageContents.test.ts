import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { measureCpu } from '../support/cpu.ts'
import { message, RecordMessages } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

test.each([
  ['escaped quotes', `["${'\\"'.repeat(500_000)}`],
  ['endless', `["${'x'.repeat(9_000_000)}`],
  ['data', JSON.stringify([`data:${'a'.repeat(1_000_000)}`, `${'='.repeat(1_000_000)}a`])],
])('content that resembles a message chain is recorded and read: %s', async (id, messageContent) => {
  const { cpuMs } = await measureCpu(async () => {
    await app.execute(RecordMessages, { input: [message({ id, messageContent })] })
    const { data, errors } = await app.send('query ($id: ID!) { message(id: $id) { messageContent messageText } }', {
      id,
    })
    expect(errors).toBeUndefined()
    const messageText = id === 'data' ? '' : messageContent
    expect(data).toEqual({ message: { messageContent, messageText } })
  })
  expect(cpuMs).toBeLessThan(30_000)
})
