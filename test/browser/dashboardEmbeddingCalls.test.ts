import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = Array.from({ length: 60 }, (_, index) => ({
      id: `e${index}`,
      timestamp: new Date(now.getTime() - index * 60_000),
      totalTokens: index,
      ...(index % 3 === 0
        ? { callType: 'embedding', queryText: null, knowledgeBaseId: 'kb-2', inputCount: 16 }
        : { queryText: `question ${index}` }),
      ...(index % 10 === 1 ? { status: 'error', errorMessage: `refused ${index}` } : {}),
    }))
    await store(db, 'embeddingCall', calls)
    await store(db, 'message', [{ id: 'message-1', messageContent: 'Where is it?' }])
    await store(db, 'session', [{ id: 'session-1', startTime: now, lastActivity: now }])
  })
})
afterAll(() => view.close())

const readList = () => view.readTable('Embedding calls')

test('a tab of the model calls, in one request', async () => {
  const { page } = view
  await view.open('/model-calls?status=ERROR')
  await page.getByRole('radio', { name: 'Embedding' }).check({ force: true })
  await page.getByText('60 found').waitFor()
  expect(view.search()).toEqual({ kind: 'embedding' })
  await expect
    .poll(async () => (await readList()).slice(0, 2))
    .toEqual([
      ['Jun 5, 2026, 12:30', 'bge-m3', 'Success', 'Indexing', '', 'Bot', '16', '0', '50ms', ''],
      ['Jun 5, 2026, 12:29', 'bge-m3', 'Error', 'Search', 'question 1', 'Bot', '1', '1', '50ms', 'refused 1'],
    ])
  await view.open('/model-calls?kind=embedding')
  await page.getByText('60 found').waitFor()
  expect(view.countRequests()).toBe(1)
})

test('filters, order and pages are in the URL', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(async () => (await readList()).length).toBe(10)
  await page.getByRole('button', { name: 'Purpose: All' }).click()
  await page.getByText('Indexing20', { exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'Indexing' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('20 found').waitFor()
  await page.getByRole('button', { name: 'Time', exact: true }).click()
  await expect.poll(async () => (await readList())[0]?.[7]).toBe('57')
  expect(view.search()).toEqual({ kind: 'embedding', purpose: 'EMBEDDING', sort: 'time' })
  await view.open('/model-calls?kind=embedding&base=kb-1&status=ERROR')
  await page.getByText('4 found').waitFor()
  await page.getByRole('searchbox', { name: 'Search queries and errors' }).fill('question 41')
  await page.getByText('1 found').waitFor()
})

test('exports what is shown', async () => {
  const lines = await view.download('Export CSV')
  expect([lines.length, lines[1]?.includes('question 41')]).toEqual([2, true])
})

test('a call is opened by keyboard, and leads to its session', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Jun 5, 2026, 11:49' }).focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Embedding call' })
  for (const text of ['question 41', 'refused 41', 'Where is it?', 'kb-1'])
    await details.getByText(text, { exact: true }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  const turn = details.getByRole('link', { name: 'message-1' })
  await expect.poll(() => turn.getAttribute('href')).toBe('/conversations/turns/message-1')
  await details.getByRole('link', { name: 'session-1' }).click()
  await expect.poll(() => new URL(page.url()).pathname).toBe('/conversations/sessions/session-1')
})

test('nothing says what to do; for everybody, in both languages', async () => {
  await view.open('/model-calls?kind=embedding&q=nothing')
  await view.page.getByText('Choose a longer time range, or remove a filter.').waitFor()
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  expect(await view.findBarriersOf('/model-calls?kind=embedding', '共 60 条')).toEqual([])
  await view.page.evaluate(() => localStorage.clear())
  expect(view.findProblems()).toEqual([])
})
