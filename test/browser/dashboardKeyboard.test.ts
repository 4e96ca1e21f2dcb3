import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, findBarriersInThemes, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const timestamp = new Date(now.getTime() - 3_600_000)
    await store(db, 'message', [{ id: 'm1', timestamp }])
    await store(db, 'llmCall', [{ id: 'c1', timestamp, messageId: 'm1' }])
    await store(db, 'embeddingCall', [{ id: 'v1', timestamp }])
    await store(db, 'toolCall', [{ id: 't1', timestamp }])
    await store(db, 'errorLog', [{ id: 'e1', timestamp, errorType: 'QuotaError', errorMessage: 'quota exceeded' }])
    await store(db, 'session', [{ id: 's1', startTime: timestamp, lastActivity: timestamp }])
    await store(db, 'feedback', [{ id: 'f1', timestamp }])
  })
})
afterAll(() => view.close())

/** Everything on a page that can have the focus, in the order of the page. Of radio buttons, the checked one can. */
const findFocusable = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]')]
      .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility())
      .filter((element) => !element.matches('[type=radio]:not(:checked)'))
      .map((element) => `${element.tagName} ${element.ariaLabel ?? element.textContent}`),
  )

/** What has the focus, and whether it, or what surrounds it closely, is outlined. */
const readFocus = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    const around = [element, element?.parentElement, element?.parentElement?.parentElement]
    const isOutlined = around.some((one) => one && getComputedStyle(one).outlineStyle !== 'none')
    return { name: `${element?.tagName} ${element?.ariaLabel ?? element?.textContent}`, isOutlined }
  })

/** The views, each with a text that it shows when its data is loaded. */
const views = [
  ['/', 'Top models'],
  ['/tokens', 'By model'],
  ['/explore', 'GraphQL document'],
  ['/conversations', '1 found'],
  ['/conversations/turns/m1', 'Trace'],
  ['/conversations/sessions', '1 found'],
  ['/conversations/sessions/session-1', 'Newest first'],
  ['/model-calls', '1 found'],
  ['/model-calls?kind=embedding', '1 found'],
  ['/tool-calls', '1 found'],
  ['/errors', 'quota exceeded'],
  ['/errors?list=errors', '1 found'],
  ['/feedback', '1 found'],
] as const

test.each([1280, 390].flatMap((width) => views.map(([path, text]) => ({ width, path, text }))))(
  'on $width pixels, the tab key reaches everything on $path in its order, and the focus is visible',
  async ({ width, path, text }) => {
    const { page } = view
    await page.setViewportSize({ width, height: 900 })
    await view.open(path)
    await page.getByText(text).first().waitFor()
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
    const focusable = await findFocusable(page)
    expect(focusable.length).toBeGreaterThan(8)
    const reached: string[] = []
    const hidden: string[] = []
    for (const _ of focusable) {
      await page.keyboard.press('Tab')
      const { name, isOutlined } = await readFocus(page)
      reached.push(name)
      if (!isOutlined) hidden.push(name)
    }
    expect(reached).toEqual(focusable)
    expect(hidden).toEqual([])
  },
)

test('a record opens, closes and opens again by keyboard, and the focus returns to its row', async () => {
  const { page } = view
  await page.setViewportSize({ width: 1280, height: 900 })
  await view.open('/model-calls')
  const row = page.getByRole('region', { name: 'LLM calls' }).locator('tbody a')
  await row.press('Enter')
  const details = page.getByRole('dialog', { name: 'LLM call' })
  await details.getByText('m1').waitFor()
  expect(view.search()).toEqual({ open: 'c1' })
  await page.keyboard.press('Escape')
  await details.waitFor({ state: 'detached' })
  expect(view.search()).toEqual({})
  await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.goBack()
  await details.waitFor()
  await page.goBack()
  await details.waitFor({ state: 'detached' })
})

test('a picker opens, selects and closes by keyboard', async () => {
  const { page } = view
  await view.open('/model-calls')
  const picker = page.getByRole('button', { name: /^Model: / })
  await picker.press('Enter')
  await page.getByRole('checkbox', { name: 'gpt-4o' }).press('Space')
  await expect.poll(() => view.search()).toEqual({ model: 'gpt-4o' })
  await page.keyboard.press('Escape')
  await expect.poll(() => picker.evaluate((element) => element === document.activeElement)).toBe(true)
})

test.each([
  [
    'en',
    'Comparison: vs. previous period',
    'Comparison: vs. last week',
    'Automatic refresh: Off',
    'Automatic refresh: 10 s',
  ],
  ['zh-CN', '对比：对比上一时段', '对比：对比上周同期', '自动刷新：关', '自动刷新：10 秒'],
])(
  'in %s, arrow keys move between the options of a picker of one value, and Enter selects',
  async (locale, ...names) => {
    const { page } = await view.openPage({ locale })
    const [compare, compareNext, refresh, refreshNext] = names.map((name) =>
      page.getByRole('button', { name, exact: true }),
    )
    const isFocused = (locator: Locator | undefined) =>
      expect.poll(() => locator?.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.goto(`${view.site.url}/tokens`)
    await compare?.press('Enter')
    const options = page.getByRole('dialog').getByRole('radio')
    expect(await options.count()).toBe(4)
    await isFocused(options.nth(0))
    await page.keyboard.press('ArrowDown')
    await isFocused(options.nth(1))
    expect([await options.nth(1).isChecked(), new URL(page.url()).search]).toEqual([false, ''])
    await page.keyboard.press('Escape')
    await isFocused(compare)
    await compare?.press('Enter')
    await isFocused(options.nth(0))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await isFocused(compareNext)
    await expect.poll(() => new URL(page.url()).search).toBe('?compare=SAME_PERIOD_LAST_WEEK')
    await refresh?.press('Space')
    await isFocused(options.nth(0))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await isFocused(refreshNext)
    await expect.poll(() => new URL(page.url()).searchParams.get('refresh')).toBe('10')
    await page.context().close()
  },
)

test('a time range is typed, in the same form in every language, and mistakes are explained', async () => {
  const { page } = view
  await view.open('/tokens?zone=Asia/Shanghai&from=2026-06-05T00:00:00Z&to=2026-06-05T11:59:59.999Z')
  const picker = page.getByRole('button', { name: /^Time range: / })
  await picker.press('Enter')
  const [from, to] = [page.getByRole('textbox', { name: 'From' }), page.getByRole('textbox', { name: 'To' })]
  expect([await from.inputValue(), await to.inputValue()]).toEqual(['2026-06-05 08:00', '2026-06-05 20:00'])
  await from.fill('5.6.2026')
  await from.press('Enter')
  await page.getByRole('alert').getByText('Enter times as YYYY-MM-DD HH:MM').waitFor()
  expect([await from.getAttribute('aria-invalid'), await to.getAttribute('aria-invalid')]).toEqual(['true', 'false'])
  expect(await findBarriersInThemes(page)).toEqual([])
  await from.fill('2026-06-06')
  await page.getByRole('alert').getByText('The start must be before the end.').waitFor()
  await to.fill('2026-06-06 9:30')
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await to.press('Enter')
  await expect
    .poll(view.search)
    .toEqual({ zone: 'Asia/Shanghai', from: '2026-06-05T16:00:00.000Z', to: '2026-06-06T01:29:59.999Z' })
  await page.getByRole('button', { name: 'Time range: Jun 6, 2026, 00:00 – 09:30' }).waitFor()
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
