import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = Array.from({ length: 60 }, (_, index) => ({
      id: `call-${index}`,
      timestamp: new Date(now.getTime() - index * 60_000),
      durationMs: 100 + index,
      ...(index % 4 === 0 ? { toolName: 'read_file', toolSource: 'mcp' } : {}),
      ...(index % 10 === 0 ? { status: 'error', errorMessage: `failure ${index}` } : {}),
    }))
    await store(db, 'toolCall', calls)
    await store(db, 'message', [{ id: 'message-1', messageContent: 'How is the weather?' }])
  })
})
afterAll(() => view.close())

const readList = () => view.readTable('Tool calls')
const readCards = () => view.page.locator('main dl dd > span:first-child').allInnerTexts()

test('key figures, tools and calls, in two requests', async () => {
  await view.open('/tool-calls')
  await view.page.getByText('60 found').waitFor()
  await expect.poll(readCards).toEqual(expect.arrayContaining(['60', '10%', '130ms', '156ms']))
  await expect
    .poll(() => view.readTable('By tool'))
    .toEqual([
      ['web_search', '75.0%', '45', '3', '6.7%', '130ms', '157ms', '159ms'],
      ['read_file', '25.0%', '15', '3', '20.0%', '128ms', '153ms', '156ms'],
    ])
  await expect
    .poll(async () => (await readList()).slice(0, 2))
    .toEqual([
      ['Jun 5, 2026, 12:30', 'read_file', 'Error', '{"query":"weather"}', 'Bot', 'Alice', '100ms', 'failure 0'],
      ['Jun 5, 2026, 12:29', 'web_search', 'Success', '{"query":"weather"}', 'Bot', 'Alice', '101ms', ''],
    ])
  await expect.poll(view.countRequests).toBe(2)
})

test('filters, order and pages are in the URL', async () => {
  const { page } = view
  await page.getByRole('region', { name: 'By tool' }).getByRole('button', { name: 'web_search' }).click()
  await page.getByText('45 found').waitFor()
  await page.getByRole('button', { name: 'Duration' }).click()
  await expect.poll(async () => (await readList())[0]?.[6]).toBe('159ms')
  await page.getByRole('button', { name: 'Tool: web_search' }).click()
  await page.getByRole('checkbox', { name: 'read_file' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('60 found').waitFor()
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(async () => (await readList()).length).toBe(10)
  await page.getByRole('button', { name: 'Status: All' }).click()
  await page.getByRole('checkbox', { name: 'Error' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('6 found').waitFor()
  expect(view.search()).toMatchObject({ sort: '-duration', status: 'ERROR' })
  await expect
    .poll(async () => (await readList()).map((row) => row[6]))
    .toEqual(['150ms', '140ms', '130ms', '120ms', '110ms', '100ms'])
  await page.goBack()
  await expect.poll(async () => (await readList()).length).toBe(10)
})

test('exports what is shown', async () => {
  await view.open('/tool-calls?source=MCP&status=ERROR')
  await view.page.getByText('3 found').waitFor()
  const lines = await view.download('Export CSV')
  expect([lines.length, lines.filter((line) => line.includes('read_file')).length]).toEqual([4, 3])
})

test('a call is opened by keyboard, with its arguments and result', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Jun 5, 2026, 12:10' }).focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Tool call' })
  await details.getByText('"query": "weather"').waitFor()
  for (const text of ['Sunny', 'failure 20', 'How is the weather?'])
    await expect.poll(() => details.getByText(text).count()).toBe(1)
  expect(view.search()['open']).toBe('call-20')
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => view.search()['open']).toBeUndefined()
})

test('the explore page names the sources as the list does', async () => {
  await view.open('/explore?record=ToolCall&by=TOOL_SOURCE&chart=bars&compare=NONE')
  await expect
    .poll(() => view.readTable('Table'))
    .toEqual([
      ['Built-in', '45'],
      ['MCP', '15'],
    ])
})

test('nothing, and a failure, say what to do', async () => {
  const { page } = view
  await view.open('/tool-calls?q=nothing')
  await page.getByText('Choose a longer time range, or remove a filter.').first().waitFor()
  await page.route('**/graphql', (route) => route.abort())
  await view.open('/tool-calls')
  await page.getByText('The server cannot be reached').first().waitFor()
  await page.unroute('**/graphql')
})

test('for everybody, in both languages', async () => {
  await view.open('/tool-calls')
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  expect(await view.findBarriersOf('/tool-calls', '共 60 条')).toEqual([])
  await view.page.evaluate(() => localStorage.clear())
  expect(view.findProblems().filter((text) => !text.includes('ERR_FAILED'))).toEqual([])
})
