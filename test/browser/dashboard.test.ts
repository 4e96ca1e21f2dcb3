import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard, selectOption } from '../support/dashboardPage.ts'
import { make, store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    await store(db, 'message', [
      { id: 'm1', timestamp: at(1), messageContent: 'What does it cost?' },
      { id: 'm2', timestamp: at(2), status: 'error' },
      { id: 'm3', timestamp: at(200) },
      { id: 'm4', timestamp: at(3), botId: 'bot-2', botName: 'Sales' },
    ])
    await store(db, 'llmCall', [
      { id: 'c1', timestamp: at(1), inputTokens: 1000, outputTokens: 200, totalTokens: 1200, cost: 0.5 },
      {
        id: 'c2',
        timestamp: at(2),
        modelName: 'claude',
        inputTokens: 4000,
        outputTokens: 800,
        totalTokens: 4800,
        cost: 1,
      },
      { id: 'c3', timestamp: at(26), status: 'error', inputTokens: 0, outputTokens: 0, totalTokens: 0, cost: null },
      { id: 'c4', timestamp: at(3), inputTokens: 0, outputTokens: 0, totalTokens: 0, messageId: 'm1' },
      { id: 'c5', timestamp: at(200), totalTokens: 9_999_999 },
    ])
    await store(db, 'errorLog', [
      { id: 'e1', timestamp: at(2), errorType: 'QuotaError', errorMessage: 'quota exceeded' },
    ])
    await store(db, 'session', [{ id: 's1', startTime: at(1), lastActivity: at(1) }])
    await store(db, 'feedback', [
      make.feedback({ id: 'f1', timestamp: at(1) }),
      make.feedback({ id: 'f2', timestamp: at(1), type: 2, botId: 'bot-2', botName: 'Sales' }),
    ])
  })
})
afterAll(() => view.close())

const open = async (path: string) => {
  await view.open(path)
  await view.page.locator('main dl').waitFor()
}

describe('the overview', () => {
  test('shows what the API returns for the last seven days', async () => {
    await open('/')
    await expect.poll(view.readCards).toEqual({
      Messages: '3',
      'Model calls': '4',
      Tokens: '6K',
      Cost: '$1.50',
      'Success rate': '66.7%',
      'Active sessions': '1',
      Errors: '1',
      Satisfaction: '50%',
    })
    expect(await view.page.title()).toBe('Overview · Botlens')
    await view.page.getByText('quota exceeded').waitFor()
    await view.page.getByText('1 successful call recorded no tokens.').waitFor()
  })

  test('sends at most three requests', () => {
    expect(view.countRequests()).toBeLessThanOrEqual(3)
  })

  test('a chart has its values on arrow keys and as a table', async () => {
    const chart = view.page.getByRole('slider', { name: 'Traffic' })
    await chart.focus()
    await view.page.keyboard.press('End')
    await expect
      .poll(() => chart.getAttribute('aria-valuetext'))
      .toBe('Jun 5, 2026, 12:00 – 13:00, Succeeded 0, Failed 0, Comparison 0')
    await view.page.keyboard.press('ArrowLeft')
    await expect
      .poll(() => chart.getAttribute('aria-valuetext'))
      .toBe('Jun 5, 2026, 11:00 – 12:00, Succeeded 1, Failed 0, Comparison 0')
    await view.page.getByRole('button', { name: 'Show as table: Traffic' }).click()
    await expect
      .poll(async () => (await view.readTable('Traffic')).slice(0, 3))
      .toEqual([
        ['Jun 5, 2026, 12:00 – 13:00', '0', '0', '0'],
        ['Jun 5, 2026, 11:00 – 12:00', '1', '0', '0'],
        ['Jun 5, 2026, 10:00 – 11:00', '0', '1', '0'],
      ])
  })
})

describe('what is selected is in the URL', () => {
  test('a time range, which back undoes', async () => {
    const { page } = view
    await open('/')
    await page.getByRole('button', { name: 'Time range: Last 7 days' }).click()
    await page.getByRole('button', { name: 'Last 30 days' }).click()
    await page.getByRole('button', { name: 'Time range: Last 30 days' }).waitFor()
    expect(new URL(page.url()).search).toBe('?last=P30D')
    await expect.poll(async () => (await view.readCards())['Messages']).toBe('4')
    await page.goBack()
    await expect.poll(async () => (await view.readCards())['Messages']).toBe('3')
    expect(new URL(page.url()).search).toBe('')
  })

  test('automatic refreshes', async () => {
    const { page } = view
    await selectOption(page, 'Automatic refresh', '10 s')
    await expect.poll(() => new URL(page.url()).search).toBe('?refresh=10')
    await selectOption(page, 'Automatic refresh', 'Off')
    await expect.poll(() => new URL(page.url()).search).toBe('')
  })

  test('a bot, which links to other views keep', async () => {
    const { page } = view
    await page.getByRole('button', { name: 'Bots: All bots' }).click()
    await page.getByRole('checkbox', { name: 'Sales' }).click()
    await expect.poll(async () => (await view.readCards())['Messages']).toBe('1')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Tokens', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
    expect(new URL(page.url()).search).toBe('?bot=bot-2')
    await page.getByText('No data in this selection').first().waitFor()
  })

  test('a deep link opens a view with its selection; what is invalid in it is ignored', async () => {
    await open('/tokens?from=2026-06-05T10:00:00Z&to=2026-06-05T12:00:00Z&bucket=DAY&zone=Asia/Shanghai&compare=x')
    await expect
      .poll(() => view.readTable('By model'))
      .toEqual([
        ['claude', '80.0%', '4,800', '4,000', '800', '1', '0', '$1.0000', '1.0s', '1.0s'],
        ['gpt-4o', '20.0%', '1,200', '1,000', '200', '1', '0', '$0.5000', '1.0s', '1.0s'],
      ])
    await view.page.getByRole('button', { name: 'Time zone: Asia/Shanghai' }).waitFor()
    await expect.poll(() => view.page.getByRole('radio', { name: 'Day' }).isChecked()).toBe(true)
  })
})

describe('tokens', () => {
  test('shows what the API returns, and sorts its table', async () => {
    await open('/tokens')
    await expect.poll(view.readCards).toEqual({
      'Total tokens': '6K',
      'Input tokens': '5K',
      'Output tokens': '1K',
      'Tokens per call': '1.5K',
      'Tokens per second': '250',
      'Failed calls': '1',
    })
    await view.page.getByRole('button', { name: 'Calls', exact: true }).click()
    await expect
      .poll(async () => (await view.readTable('By model')).map(([model]) => model))
      .toEqual(['gpt-4o', 'claude'])
    expect(new URL(view.page.url()).search).toBe('?sort=-calls')
  })

  test('the warning leads to the calls', async () => {
    await view.page.getByRole('link', { name: 'Show these calls' }).click()
    await expect
      .poll(async () => (await view.readTable('LLM calls')).map((row) => row.slice(0, 6)))
      .toEqual([['Jun 5, 2026, 09:30', 'gpt-4o', 'Success', 'Bot', 'Alice', '0']])
    await view.page.getByRole('button', { name: 'Remove the filter Without tokens' }).waitFor()
  })
})

describe('for everybody', () => {
  test.each([
    ['/', 'quota exceeded'],
    ['/tokens', 'By model'],
  ])('axe finds nothing on %s, in light and dark', async (path, text) => {
    expect(await view.findBarriersOf(path, text)).toEqual([])
  })

  test('language and theme are selected, and remembered', async () => {
    const { page } = view
    await open('/')
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    await page.getByRole('radio', { name: '简体中文' }).check({ force: true })
    await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '概览' }).waitFor()
    const root = page.locator('html')
    expect([await root.getAttribute('lang'), await root.getAttribute('data-theme')]).toEqual(['zh-CN', 'dark'])
    await expect.poll(view.readCards).toMatchObject({ 消息: '3', 费用: '$1.50', 成功率: '66.7%' })
  })

  test('a narrow screen has the same, in a drawer and without scrolling sideways', async () => {
    const { page, problems } = await view.openPage({ viewport: { width: 390, height: 844 } })
    await page.goto(view.site.url)
    await page.getByRole('button', { name: 'Open navigation' }).click()
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
    await page.getByRole('region', { name: 'By model' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await findBarriers(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('no request left the origin, and the console has no error', () => {
    expect(view.findProblems()).toEqual([])
  })
})
