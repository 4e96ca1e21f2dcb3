import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const timestamp = new Date(now.getTime() - 3_600_000)
    await store(db, 'message', [
      { id: 'm1', timestamp, botId: 'bot-1', botName: 'Sales' },
      { id: 'm2', timestamp, botId: 'bot-2', botName: 'Support' },
    ])
    await store(
      db,
      'llmCall',
      Array.from({ length: 51 }, (_, index) => ({ id: `c${index}`, timestamp, inputTokens: 0, totalTokens: 0 })),
    )
    await store(db, 'errorLog', [{ id: 'e1', timestamp, errorType: 'QuotaError', errorMessage: 'quota exceeded' }])
    await store(db, 'session', [{ id: 's1', startTime: timestamp, lastActivity: timestamp }])
  })
})
afterAll(() => view.close())
beforeEach(() => view.page.setViewportSize({ width: 1280, height: 900 }))

const expectFocus = (locator: Locator) =>
  expect.poll(() => locator.evaluate((element) => element === document.activeElement)).toBe(true)

const content = (name: string) => view.page.getByRole('main', { name, exact: true })
const button = (name: string) => view.page.getByRole('button', { name, exact: true })

test('buttons that disable themselves keep the focus', async () => {
  const { page } = view
  await view.open('/model-calls')
  const [next, first] = [button('Next page'), button('First page')]
  await next.press('Enter')
  await expect.poll(() => next.getAttribute('aria-disabled')).toBe('true')
  await expectFocus(next)
  const search = view.search()
  await page.keyboard.press('Enter')
  await first.press('Enter')
  expect(search).toEqual({ after: expect.any(String) })
  await expect.poll(() => first.getAttribute('aria-disabled')).toBe('true')
  await expectFocus(first)
  expect(view.search()).toEqual({})
  const exported = button('Export CSV')
  await Promise.all([page.waitForEvent('download'), exported.press('Enter')])
  await expectFocus(exported)
})

test('where a button removes itself, what is beside it has the focus', async () => {
  const { page } = view
  await view.open('/model-calls?tokens=none')
  await button('Remove the filter Without tokens').press('Enter')
  await expectFocus(button('Model: All'))
  await page.route('**/graphql', (route) => route.abort())
  await button('Refresh').press('Enter')
  const retry = button('Try again').first()
  await retry.waitFor()
  await page.unroute('**/graphql')
  await retry.press('Enter')
  await expectFocus(page.getByRole('region', { name: 'LLM calls' }))
})

test('where a link leads to another view, and on the way back, the content has the focus', async () => {
  const { page } = view
  await view.open('/conversations/sessions')
  await page.getByRole('region', { name: 'Sessions' }).locator('tbody a').press('Enter')
  await expectFocus(content('Session'))
  await page.keyboard.press('Tab')
  await expectFocus(page.getByRole('link', { name: 'All sessions' }))
  await page.goBack()
  await expectFocus(content('Conversations'))
  await view.open('/errors')
  await page.getByRole('link', { name: 'quota exceeded' }).press('Enter')
  await expectFocus(content('Errors'))
  await page.keyboard.press('Tab')
  await expectFocus(page.getByRole('link', { name: 'All groups' }))
  await view.open('/errors?list=errors')
  await page.getByRole('region', { name: 'Errors' }).locator('tbody a').press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Show all errors of this group' }).press('Enter')
  await expectFocus(content('Errors'))
})

test('options are reached by the arrow keys and selected with Enter', async () => {
  const { page } = view
  await view.open('/tokens')
  await button('Bots: All bots').press('Enter')
  const [sales, support] = [
    page.getByRole('checkbox', { name: 'Sales' }),
    page.getByRole('checkbox', { name: 'Support' }),
  ]
  await expectFocus(sales)
  await page.keyboard.press('End')
  await expectFocus(support)
  await page.keyboard.press('ArrowUp')
  await expectFocus(sales)
  await page.keyboard.press('Enter')
  await expect.poll(view.search).toEqual({ bot: 'bot-1' })
  await page.keyboard.press('Escape')
  await expectFocus(button('Bots: Sales'))
  await button('Time zone: Local time').press('Enter')
  const search = page.getByRole('searchbox')
  await search.fill('europe')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(view.search()).toEqual({ bot: 'bot-1' })
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expectFocus(search)
  await search.fill('Europe/Paris')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(view.search).toEqual({ bot: 'bot-1', zone: 'Europe/Paris' })
  await expectFocus(button('Time zone: Europe/Paris'))
})

test('a time range is selected in a chart with Shift, the arrow keys and Enter', async () => {
  const { page } = view
  await view.open('/tokens?last=PT24H&zone=UTC')
  const chart = page.getByRole('slider', { name: 'Tokens over time' })
  await chart.focus()
  await page.keyboard.press('ArrowLeft')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Jun 5, 2026, 11:00 – 12:00, Input 0/)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(
    /^Selected from Jun 5, 2026, 11:00 – 12:00 to Jun 5, 2026, 09:00 – 10:00, Input 0/,
  )
  await page.keyboard.press('Enter')
  await expect
    .poll(view.search)
    .toEqual({ zone: 'UTC', from: '2026-06-05T09:00:00.000Z', to: '2026-06-05T11:59:59.999Z' })
  await expectFocus(chart)
  await page.goBack()
  await expect.poll(view.search).toEqual({ last: 'PT24H', zone: 'UTC' })
  await chart.press('ArrowLeft')
  await chart.press('Shift+ArrowLeft')
  await chart.press('ArrowRight')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Jun 5, 2026/)
})

test.each([390, 1280])('on %i pixels, what has the focus is not behind the bar', async (width) => {
  const { page } = view
  await page.setViewportSize({ width, height: 900 })
  await view.open('/model-calls')
  const time = page.getByRole('region', { name: 'LLM calls' }).getByRole('button', { name: 'Time' })
  await time.waitFor()
  // From below the list.
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await time.focus()
  await expect
    .poll(() =>
      time.evaluate((element) => {
        const bar = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
        return element.getBoundingClientRect().top >= bar
      }),
    )
    .toBe(true)
})

test('a picker whose selection differs from the default looks different', async () => {
  await view.open('/model-calls?model=gpt-4o')
  const read = (locator: Locator) =>
    locator.evaluate((element) => {
      const { borderColor, backgroundColor } = getComputedStyle(element)
      return { borderColor, backgroundColor }
    })
  const active = await read(button('Model: gpt-4o'))
  const plain = await read(button('Status: All'))
  expect(active.borderColor).not.toBe(plain.borderColor)
  expect(active.backgroundColor).not.toBe(plain.backgroundColor)
})

test('the bar stays in one place beside a long time range, which is shown in full', async () => {
  const { page } = view
  await view.open('/tokens?from=2026-05-20T08:00:00Z&to=2026-05-25T09:59:59.999Z')
  for (const width of [390, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    const picker = button('Time range: May 20, 2026, 08:00 – May 25, 2026, 10:00')
    const isWhole = await picker.locator('span').evaluate((text) => text.scrollWidth <= text.clientWidth)
    const [title, settings] = await Promise.all([
      page.getByRole('heading', { level: 1 }).boundingBox(),
      button('Settings').boundingBox(),
    ])
    expect([width, isWhole, title?.y]).toEqual([width, true, settings?.y])
  }
})

test('names are those of the language', async () => {
  const { page } = await view.openPage({ locale: 'zh-CN' })
  await page.goto(`${view.site.url}/model-calls?model=gpt-4o`)
  await page.getByRole('main', { name: '模型调用' }).waitFor()
  for (const name of ['时间范围：最近 7 天', '模型：gpt-4o', '状态：全部'])
    await page.getByRole('button', { name, exact: true }).waitFor()
  await page.context().close()
})

test('the console has no error but that of the request that was aborted', () => {
  expect(view.findProblems()).toEqual(['Failed to load resource: net::ERR_FAILED'])
})
