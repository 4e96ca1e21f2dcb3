import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
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

test.each([
  ['/', 'Top models'],
  ['/tokens', 'By model'],
  ['/explore', 'GraphQL document'],
  ['/conversations', '1 found'],
  ['/conversations/sessions', '1 found'],
  ['/model-calls', '1 found'],
  ['/model-calls?kind=embedding', '1 found'],
  ['/tool-calls', '1 found'],
  ['/errors', 'quota exceeded'],
  ['/errors?list=errors', '1 found'],
  ['/feedback', '1 found'],
])('on %s, the tab key reaches everything in its order, and the focus is visible', async (path, text) => {
  const { page } = view
  await view.open(path)
  await page.getByText(text).first().waitFor()
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
  const focusable = await findFocusable(page)
  expect(focusable.length).toBeGreaterThan(20)
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
})

test('a record opens, closes and opens again by keyboard, and the focus returns to its row', async () => {
  const { page } = view
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

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
