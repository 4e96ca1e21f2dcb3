import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const quota = Array.from({ length: 60 }, (_, index) => ({
      id: `quota-${index}`,
      timestamp: at(index * 10),
      errorType: 'QuotaError',
      errorMessage: `quota of ${index} exceeded`,
      sessionId: `session-${index % 4}`,
      userId: `user-${index % 3}`,
      stackTrace: `at spend (${index})`,
      messageId: 'message-1',
    }))
    await store(db, 'errorLog', [
      ...quota,
      { id: 'timeout-1', timestamp: at(60), errorType: 'TimeoutError', errorMessage: 'no response', userId: 'user-1' },
      { id: 'timeout-2', timestamp: at(60 * 24 * 30), errorType: 'TimeoutError', errorMessage: 'no response' },
    ])
    await store(db, 'message', [{ id: 'message-1', messageContent: 'What does it cost?' }])
  })
})
afterAll(() => view.close())

const readTimes = async () => (await view.readTable('Errors')).map(([time]) => time)

test('groups with their figures, new ones marked, in two requests', async () => {
  await view.open('/errors')
  await view.page.getByText('2 of 2').waitFor()
  await expect
    .poll(() => view.readTable('Groups'))
    .toEqual([
      ['quota of <value> exceeded\nQuotaError\nnew', '', '60', '3', '4', '9 hr. ago', 'now'],
      ['no response\nTimeoutError', '', '1', '1', '1', '1 hr. ago', '1 hr. ago'],
    ])
  expect(await view.page.title()).toBe('Errors · Botlens')
  await expect.poll(view.countRequests).toBe(2)
  await view.page.getByText('3 users · 4 sessions affected').waitFor()
})

test('the chart has the errors of each bucket', async () => {
  const chart = view.page.getByRole('slider', { name: 'Errors over time' })
  await chart.focus()
  await view.page.keyboard.press('End')
  await view.page.keyboard.press('ArrowLeft')
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toBe('Jun 5, 2026, 11:00 – 12:00, Errors 7')
})

test('groups are filtered, searched and sorted, which the URL has and back undoes', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Last seen' }).click()
  await page.getByRole('button', { name: 'Last seen' }).click()
  await expect.poll(async () => (await view.readTable('Groups')).map((row) => row[2])).toEqual(['1', '60'])
  await page.getByRole('button', { name: 'Type: All' }).click()
  await page.getByText('QuotaError60', { exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'TimeoutError' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await view.readTable('Groups')).map((row) => row[2])).toEqual(['1'])
  expect(view.search()).toEqual({ sort: 'last', type: 'TimeoutError' })
  await page.getByRole('searchbox', { name: 'Search types and messages' }).fill('quota')
  await page.getByText('Nothing failed in this selection.').waitFor()
  await page.goBack()
  await page.goBack()
  await expect.poll(async () => (await view.readTable('Groups')).map((row) => row[2])).toEqual(['1', '60'])
})

test('text that is typed while a search starts is kept', async () => {
  const { page } = view
  await view.open('/errors')
  const box = page.getByRole('searchbox', { name: 'Search types and messages' })
  await box.waitFor()
  await page.evaluate(() => {
    const { pushState } = history
    history.pushState = (...state) => {
      history.pushState = pushState
      pushState.apply(history, state)
      const input = document.querySelector<HTMLInputElement>('main input[type=search]')
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'no response')
      input?.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })
  await box.fill('no')
  await expect.poll(() => view.search()).toEqual({ q: 'no response' })
  await expect.poll(() => box.inputValue()).toBe('no response')
  await view.open('/errors')
  await page.getByText('2 of 2').waitFor()
})

test('a group has all of its errors, whatever the filters were', async () => {
  const { page } = view
  await view.open('/errors?q=quota+of+1&type=QuotaError')
  await expect.poll(async () => (await view.readTable('Groups')).map((row) => row[2])).toEqual(['11'])
  await page.getByRole('link', { name: 'quota of <value> exceeded' }).click()
  await page.getByText('60 found').waitFor()
  expect(Object.keys(view.search())).toEqual(['group'])
  await view.open('/errors?list=errors&q=quota+of+1&type=QuotaError&open=quota-1')
  await page.getByRole('link', { name: 'Show all errors of this group' }).click()
  await page.getByText('60 found').waitFor()
  expect(Object.keys(view.search()).sort()).toEqual(['group', 'list'])
  await view.open('/errors')
})

test('a group has its figures and its errors, page by page', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'quota of <value> exceeded' }).click()
  await page.getByText('60 found').waitFor()
  expect(view.search()['group']).toMatch(/^[0-9a-f]{16}$/)
  const figures = page.getByRole('region', { name: 'Group' }).locator('dd')
  await expect.poll(() => figures.allInnerTexts()).toEqual(['60', '3', '4', '9 hr. ago', 'now', '9 hr. ago'])
  expect([(await readTimes()).length, (await readTimes())[0]]).toEqual([50, 'Jun 5, 2026, 12:30'])
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(async () => (await readTimes()).length).toBe(10)
  await page.reload()
  await expect.poll(async () => (await readTimes()).at(-1)).toBe('Jun 5, 2026, 02:40')
})

test('exports the errors of the group', async () => {
  const lines = await view.download('Export CSV')
  expect([lines.length, lines.filter((line) => line.includes('quota of')).length]).toEqual([61, 60])
})

test('an error is opened by keyboard: its stack, its message, and what else it belongs to', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Jun 5, 2026, 02:40' }).focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Error' })
  await details.getByText('at spend (59)').waitFor()
  await details.getByText('What does it cost?').waitFor()
  expect(view.search()['open']).toBe('quota-59')
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => view.search()['open']).toBeUndefined()
  await page.getByRole('link', { name: 'All groups' }).click()
  await page.getByText('2 of 2').waitFor()
  expect(view.search()).toEqual({})
})

test('all errors are listed by a link, which opens one of them', async () => {
  await view.open('/errors?list=errors&type=TimeoutError&last=P90D&open=timeout-2')
  await view.page.getByRole('dialog', { name: 'Error' }).getByText('timeout-2').waitFor()
  await view.page.keyboard.press('Escape')
  await expect.poll(readTimes).toEqual(['Jun 5, 2026, 11:30', 'May 6, 2026, 12:30'])
})

test('a group without errors in the selection, and a record that does not exist, are explained', async () => {
  await view.open('/errors?group=0123456789abcdef&open=gone')
  await view.page.getByText('No errors of this group in the selection').waitFor()
  await view.page.getByText('This record does not exist').waitFor()
})

test('for everybody, in both languages', async () => {
  expect(await view.findBarriersOf('/errors', 'TimeoutError')).toEqual([])
  expect(await view.findBarriersOf('/errors?list=errors', '61 found')).toEqual([])
  await view.open('/errors')
  await view.page.getByRole('link', { name: 'quota of <value> exceeded' }).click()
  await view.page.getByText('60 found').waitFor()
  expect(await view.findBarriersOf(`/errors?group=${view.search()['group']}`, '60 found')).toEqual([])
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  await view.open('/errors')
  await view.page.getByText('影响 3 位用户、4 个会话').waitFor()
  await view.page.evaluate(() => localStorage.clear())
  expect(view.findProblems()).toEqual([])
})

test('a failure says what to do', async () => {
  await view.page.route('**/graphql', (route) =>
    route.fulfill({ status: 400, json: { errors: [{ message: 'why', extensions: { code: 'QUERY_TOO_COMPLEX' } }] } }),
  )
  await view.open('/errors')
  await view.page.getByText('Choose a shorter time range or larger time buckets.').first().waitFor()
  await view.page.unroute('**/graphql')
})
