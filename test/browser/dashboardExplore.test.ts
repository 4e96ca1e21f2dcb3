import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard, selectOption } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = Array.from({ length: 24 }, (_, index) => ({
      id: `c${index}`,
      timestamp: new Date(now.getTime() - index * 3_600_000),
      modelName: ['gpt-4o', 'claude', '=formula'][index % 3] ?? '',
      totalTokens: 100 * (index % 3) + 10,
      cost: 0.5,
      durationMs: 1000,
      ...(index % 6 === 0 ? { status: 'error' } : {}),
    }))
    await store(db, 'llmCall', calls)
    await store(db, 'message', [{ id: 'm1', timestamp: now }])
  })
})
afterAll(() => view.close())

const readCards = () => view.page.locator('main dl dd > span:first-child').allInnerTexts()
const readDocument = () => view.page.locator('main pre').first().innerText()

test('by default, the calls over time, in one request', async () => {
  await view.open('/explore?last=PT24H&compare=NONE')
  await expect.poll(readCards).toEqual(['24'])
  const rows = await view.readTable('Table')
  expect([rows.length, rows[0]]).toEqual([25, ['Jun 5, 2026, 12:00 – 13:00', '1']])
  expect(view.countRequests()).toBe(1)
  await expect.poll(readDocument).toContain('bucket: HOUR')
})

test('measures, groups and their order are selected, and are in the URL', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Measures: Calls' }).click()
  await page.getByRole('checkbox', { name: 'Total tokens' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Group by: none' }).click()
  await page.getByRole('checkbox', { name: 'Model' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('3 groups', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Table' }).getByRole('button', { name: 'Total tokens' }).click()
  await expect
    .poll(() => view.readTable('Table'))
    .toEqual([
      ['=formula', '8', '1,680'],
      ['claude', '8', '880'],
      ['gpt-4o', '8', '80'],
    ])
  expect(new URL(page.url()).search).toBe(
    '?last=PT24H&compare=NONE&measure=calls&measure=totalTokens&by=MODEL&sort=-totalTokens',
  )
  await page.goBack()
  await expect.poll(() => view.search()['sort']).toBeUndefined()
  await page.goForward()
})

test('the table is downloaded as CSV, in which nothing is a formula', async () => {
  await view.page.getByRole('region', { name: 'Table' }).waitFor()
  expect(await view.download('Table as CSV')).toEqual([
    'model,calls,totalTokens',
    "'=formula,8,1680",
    'claude,8,880',
    'gpt-4o,8,80',
  ])
})

test('a chart of groups over time has its buckets as a table and as CSV', async () => {
  const { page } = view
  await view.open('/explore?last=PT24H&compare=NONE&by=MODEL&bucket=DAY&zone=UTC')
  await page.getByRole('button', { name: 'Show as table: Calls' }).click()
  await expect
    .poll(() => view.readTable('Calls'))
    .toEqual([
      ['Jun 5, 2026', '4', '4', '5'],
      ['Jun 4, 2026', '4', '4', '3'],
    ])
  const [header, ...lines] = await view.download('Buckets as CSV')
  expect(header).toBe('bucketStart,bucketEnd,model,calls')
  expect(lines.length).toBe(6)
  expect(lines[0]).toBe("2026-06-05T00:00:00.000Z,2026-06-06T00:00:00.000Z,'=formula,4")
  await page.goBack()
})

test('filters have the values of their dimension with counts', async () => {
  const { page } = view
  await selectOption(page, 'Add filter', 'Status')
  await page.getByRole('button', { name: 'Status: All' }).click()
  await page.getByText('Error4', { exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'Error' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => view.readTable('Table')).toEqual([['gpt-4o', '4', '40']])
  expect(view.search()['where']).toBe('STATUS:ERROR')
  // The counts hold under the other filters, and a bot is shown by its name, also after a reload.
  await selectOption(page, 'Add filter', 'Model')
  await page.getByRole('button', { name: 'Model: All' }).click()
  await page.getByText('gpt-4o4', { exact: true }).waitFor()
  await expect.poll(() => page.getByRole('checkbox', { name: 'claude' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await selectOption(page, 'Add filter', 'Bot')
  await page.getByRole('button', { name: 'Bot: All', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Bot' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => new URL(page.url()).searchParams.getAll('where')).toEqual(['STATUS:ERROR', 'BOT:bot-1'])
  await view.open(new URL(page.url()).pathname + new URL(page.url()).search)
  await page.getByRole('button', { name: 'Bot: Bot', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Status: Error' }).waitFor()
  await expect.poll(view.countRequests).toBe(1)
  await expect.poll(readDocument).toContain('$filter: LlmCallFilter')
  expect(await readDocument()).not.toContain('names')
  // The name of a bot in the bar, and an open filter, are a request each.
  await view.open(`${new URL(page.url()).pathname}${new URL(page.url()).search}&bot=bot-1`)
  await page.getByRole('button', { name: 'Bots: Bot', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Status: Error' }).click()
  await page.getByRole('checkbox', { name: 'Success' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(view.countRequests).toBe(3)
})

test('a line is dashed beside partial buckets', async () => {
  await view.open('/explore?last=PT24H&compare=NONE&chart=line')
  const lines = view.page.locator('main svg:has(path[stroke-dasharray]) path[stroke-width="1.75"]')
  const countSegments = () =>
    lines.evaluateAll((paths) => paths.map((path) => path.getAttribute('d')?.match(/L/g)?.length))
  await expect.poll(countSegments).toEqual([22, 2])
})

test('a link shows bars; rates are not stacked', async () => {
  await view.open('/explore?chart=bars&measure=failureRate&measure=durationMs.p95&by=MODEL&compare=NONE')
  await expect
    .poll(() => view.readTable('Table'))
    .toEqual([
      ['gpt-4o', '50%', '1.0s'],
      ['=formula', '0%', '1.0s'],
      ['claude', '0%', '1.0s'],
    ])
  await expect.poll(() => view.page.getByRole('radio', { name: 'Stacked' }).isDisabled()).toBe(true)
  await expect.poll(() => view.page.getByRole('listitem').filter({ hasText: '50%' }).innerText()).toContain('gpt-4o')
})

test('until the result of a selection is loaded, the one before stays as it was, and is not downloaded', async () => {
  const { page } = view
  await view.open('/explore?by=MODEL&last=PT24H&compare=NONE')
  const table = page.getByRole('region', { name: 'Table' })
  await expect.poll(() => view.readTable('Table')).toHaveLength(3)
  const before = await view.readTable('Table')
  const held: (() => Promise<void>)[] = []
  await page.route('**/graphql', (route) => held.push(() => route.continue()))
  await selectOption(page, 'Records', 'Message')
  await expect.poll(() => held.length).toBe(1)
  await expect.poll(() => table.getByRole('columnheader').allInnerTexts()).toEqual(['Model', 'Calls'])
  await expect.poll(() => view.readTable('Table')).toEqual(before)
  await expect.poll(() => page.getByRole('button', { name: 'Table as CSV' }).isDisabled()).toBe(true)
  await Promise.all(held.map((release) => release()))
  await expect.poll(() => table.getByRole('columnheader').allInnerTexts()).toEqual(['Time', 'Messages'])
  await expect.poll(() => page.getByRole('button', { name: 'Table as CSV' }).isEnabled()).toBe(true)
  await page.unroute('**/graphql')
})

test('hours by days of the week', async () => {
  await view.open('/explore?chart=heat&last=PT24H&zone=Asia/Shanghai')
  const map = view.page.getByRole('region', { name: 'Calls' }).locator('tbody tr')
  await map.first().waitFor()
  await expect.poll(() => map.count()).toBe(7)
  await expect.poll(async () => (await view.readTable('Table')).slice(0, 1)).toEqual([['Thu', '21:00', '1']])
  await expect.poll(() => view.page.getByTitle('Fri 20:00 · 1').count()).toBe(1)
})

test('times in the CSV are in ISO 8601, in any language', async () => {
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  await view.open('/explore?last=PT2H&compare=NONE&zone=Asia/Shanghai&bucket=HOUR')
  await view.page.getByRole('region', { name: '表格' }).waitFor()
  const lines = await view.download('表格导出 CSV')
  await view.page.evaluate(() => localStorage.clear())
  expect(lines.slice(0, 3)).toEqual([
    'bucketStart,bucketEnd,calls',
    '2026-06-05T12:00:00.000Z,2026-06-05T13:00:00.000Z,1',
    '2026-06-05T11:00:00.000Z,2026-06-05T12:00:00.000Z,1',
  ])
})

test('the document is what GraphiQL opens, with its variables', async () => {
  const { page } = view
  await view.open('/explore?record=Message&by=BOT&chart=bars')
  await page.getByRole('region', { name: 'Table' }).waitFor()
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open in GraphiQL' }).click(),
  ])
  const response = opened.locator('.graphiql-response')
  // GraphiQL executes nothing before it has read the operations of the document.
  const executeAndRead = async () => {
    const text = await response.innerText()
    if (!text.includes('groupCount')) await opened.getByRole('button', { name: 'Execute query' }).click()
    return text
  }
  await expect.poll(executeAndRead, { interval: 500 }).toMatch(/"groupCount":\s1/)
  await expect.poll(() => opened.locator('.graphiql-query-editor').innerText()).toContain('messageMetrics')
  await opened.close()
})

test('what the API does not have is ignored, and nothing says what to do', async () => {
  await view.open('/explore?record=Nothing&measure=none&by=NONE&chart=x&where=NONE:1&where=MODEL:gone&sort=-none')
  await view.page.getByText('Choose a longer time range, or remove a filter.').waitFor()
  await expect.poll(readDocument).toContain('totals { calls }')
})

test('an overloaded server is explained', async () => {
  await view.page.route('**/graphql', (route) =>
    route.fulfill({ status: 400, json: { errors: [{ message: 'why', extensions: { code: 'QUERY_TOO_COMPLEX' } }] } }),
  )
  await view.open('/explore')
  await view.page.getByText('This selection is too large').waitFor()
  await view.page.unroute('**/graphql')
})

test('for everybody, in both languages', async () => {
  const path = '/explore?by=MODEL&measure=totalCost'
  expect(await view.findBarriersOf(path, 'claude')).toEqual([])
  expect(await view.findBarriersOf('/explore?chart=heat', 'Hour of day')).toEqual([])
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  await view.open(path)
  await view.page.getByText('共 3 组', { exact: true }).waitFor()
  await view.page.getByText('总费用').first().waitFor()
  await view.page.evaluate(() => localStorage.clear())
  expect(view.findProblems().filter((text) => !text.includes('400'))).toEqual([])
})
