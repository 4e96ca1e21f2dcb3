import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DashboardList,
  dashboardLists,
  documentOf,
  fieldsOfColumn,
  fieldsOfResponse,
  fieldsOfRows,
} from '../support/dashboardLists.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const timestamp = new Date(now.getTime() - 3_600_000)
const later = new Date(timestamp.getTime() + 2000)

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const row = { timestamp, messageId: 'm1' }
    await store(db, 'session', [{ id: 'session-1', startTime: timestamp, lastActivity: later }])
    await store(db, 'message', [
      { id: 'm1', timestamp, messageContent: 'What does it cost?' },
      { id: 'm2', timestamp: later, messageContent: 'Nothing.', role: 'assistant' },
    ])
    await store(db, 'llmCall', [{ id: 'c1', ...row, errorMessage: 'quota exceeded' }])
    await store(db, 'embeddingCall', [{ id: 'v1', ...row, errorMessage: 'quota exceeded' }])
    await store(db, 'toolCall', [{ id: 't1', ...row, errorMessage: 'quota exceeded' }])
    await store(db, 'errorLog', [{ id: 'e1', ...row }])
    await store(db, 'feedback', [{ id: 'f1', ...row, content: 'Too short', inaccurateReasons: '["wrong"]' }])
  })
})
afterAll(() => view.close())

const documentIn = (request: Request): string => (request.postDataJSON() as { readonly query: string }).query

/** Whether a request loads a list. */
const isOf = (list: DashboardList, request: Request): boolean => {
  const [operation = ''] = /query \w+\(/.exec(documentOf(list)) ?? []
  return request.url().endsWith('/graphql') && documentIn(request).includes(operation)
}

interface ListResponse {
  readonly data: { readonly list: { readonly nodes: readonly object[] } }
}

/** Opens a list with some columns. Returns what its request asks for and what the response has. */
const load = async (list: DashboardList, column?: readonly string[]) => {
  const { page } = view
  const parameters = (column ?? []).map((key) => `column=${key}`).join('&')
  const path = `${list.path}${list.path.includes('?') ? '&' : '?'}${parameters}`
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST' && isOf(list, one.request())),
    view.open(path),
  ])
  const { data } = (await response.json()) as ListResponse
  await page.getByRole('region', { name: list.title, exact: true }).locator('tbody tr').first().waitFor()
  return {
    requested: [...fieldsOfRows(documentIn(response.request()))].sort(),
    received: [...fieldsOfResponse(data.list.nodes)].sort(),
    cells: (await view.readTable(list.title))[0] ?? [],
  }
}

describe.each(dashboardLists)('$title', (list) => {
  const keys = Object.keys(list.columns)
  const loadedFor = (shown: readonly string[]) => [...fieldsOfRows(documentOf(list, shown))].sort()

  test('loads the default columns, and no others', async () => {
    const loaded = [...fieldsOfRows(documentOf(list))].sort()
    expect(await load(list)).toEqual({ requested: loaded, received: loaded, cells: expect.anything() })
  })

  test('loads all but hidden columns, and shows the others as before', async () => {
    const whole = await load(list, keys)
    expect([whole.requested, whole.received]).toEqual([loadedFor(keys), loadedFor(keys)])
    expect(whole.cells).toHaveLength(keys.length + 1)
    // Each column is hidden once; test/unit/dashboardColumns.test.ts hides each of them alone.
    for (const parity of [0, 1]) {
      const isHidden = (index: number) => index % 2 === parity
      const shown = keys.filter((_, index) => !isHidden(index))
      const { requested, received, cells } = await load(list, shown)
      expect([requested, received]).toEqual([loadedFor(shown), loadedFor(shown)])
      expect(cells).toEqual(whole.cells.filter((_, index) => index === 0 || !isHidden(index - 1)))
      const shared = new Set([...shown.flatMap((other) => fieldsOfColumn(list, other)), 'id'])
      const hidden = keys.filter((_, index) => isHidden(index)).flatMap((key) => fieldsOfColumn(list, key))
      for (const path of hidden.filter((one) => !shared.has(one)))
        expect([path, requested.includes(path), received.includes(path)]).toEqual([path, false, false])
    }
  })
})

test('a column is loaded when it is shown, and not again when it is hidden or shown once more', async () => {
  const { page } = view
  const readHeaders = () => page.getByRole('region', { name: 'Turns', exact: true }).locator('thead th').allInnerTexts()
  await view.open('/conversations?column=time&column=tokens')
  await expect.poll(readHeaders).toEqual(['Time', 'Tokens'])
  expect(view.countRequests()).toBe(1)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/graphql', async (route) => {
    await released
    await route.continue()
  })
  await page.getByRole('button', { name: 'Columns' }).click()
  const reply = page.getByRole('checkbox', { name: 'Reply', exact: true })
  await reply.click()
  await page.locator('[aria-busy=true]').waitFor()
  // What the data of before lacks is not shown as if it were empty.
  expect(await readHeaders()).toEqual(['Time', 'Tokens'])
  release()
  await expect.poll(readHeaders).toEqual(['Time', 'Reply', 'Tokens'])
  expect((await view.readTable('Turns'))[0]).toEqual(['Jun 5, 2026, 11:30', 'Nothing.', '120'])
  expect(view.countRequests()).toBe(2)
  await page.unroute('**/graphql')
  const user = page.getByRole('checkbox', { name: 'User', exact: true })
  await user.click()
  await expect.poll(readHeaders).toEqual(['Time', 'User', 'Reply', 'Tokens'])
  expect(view.countRequests()).toBe(3)
  // The data of before has what is still shown.
  await reply.click()
  await expect.poll(readHeaders).toEqual(['Time', 'User', 'Tokens'])
  await reply.click()
  await expect.poll(readHeaders).toEqual(['Time', 'User', 'Reply', 'Tokens'])
  await page.goBack()
  await page.goBack()
  await expect.poll(readHeaders).toEqual(['Time', 'User', 'Reply', 'Tokens'])
  await page.waitForLoadState('networkidle')
  expect(view.countRequests()).toBe(3)
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
