import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeTextSlice } from '../../src/shared/timeSlices.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** Sends a query whose parsing waits for a time slice. Returns how often its body was parsed. */
const countParses = async (leaves: boolean) => {
  const marker = `marker-${leaves}`
  const controller = new AbortController()
  const parse = vi.spyOn(JSON, 'parse')
  const body = JSON.stringify({ query: '{ __typename }', extensions: { marker } })
  const headers = { 'content-type': 'application/json' }
  // The slice is used up by the time that the body has been read.
  const used = setInterval(() => takeTextSlice(10_000_000), 0)
  takeTextSlice(10_000_000)
  const response = app.fetch('/graphql', { method: 'POST', headers, body, signal: controller.signal })
  if (leaves) controller.abort()
  const { status } = await response
  clearInterval(used)
  const parsed = parse.mock.calls.filter(([text]) => text.includes(marker)).length
  parse.mockRestore()
  return { status, parsed }
}

test('the body of a client that has disconnected is not parsed', async () => {
  expect(await countParses(false)).toEqual({ status: 200, parsed: 1 })
  expect((await countParses(true)).parsed).toBe(0)
})
