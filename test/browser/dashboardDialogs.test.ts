import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeConversations } from '../support/dashboardConversations.ts'
import { type DashboardPage, findBarriersInThemes, openDashboard } from '../support/dashboardPage.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, (db) => storeConversations(db, now))
})
afterAll(() => view.close())

/** A button by its name. Behind a modal dialog, it is hidden from screen readers. */
const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true, includeHidden: true })
/** The link of the first row of a table, which is a card on narrow screens. */
const row = (name: string) => (page: Page) => page.locator(`section[aria-label="${name}"] [data-row-link]`).first()

/** What opens over a view: the path of the view, its name, and what opens it. */
const dialogs: readonly (readonly [path: string, name: string, trigger: (page: Page) => Locator])[] = [
  ['/tokens', 'Search and jump', button('Search and jump')],
  ['/tokens', 'Settings', button('Settings')],
  ['/tokens', 'Time range', button('Time range: Last 7 days')],
  ['/tokens', 'Time zone', button('Time zone: Local time')],
  ['/tokens', 'Comparison', button('Comparison: vs. previous period')],
  ['/tokens', 'Automatic refresh', button('Automatic refresh: Off')],
  ['/tokens?bot=bot-2', 'Bots', button('Bots: Sales')],
  ['/tokens', 'Pipelines', button('Pipelines: All pipelines')],
  ['/tokens?refresh=live', 'Live updates', button('Live updates: Live')],
  ['/model-calls', 'Columns', button('Columns')],
  ['/model-calls', 'Model', button('Model: All')],
  ['/conversations', 'Errors', button('Errors: All')],
  ['/explore', 'Measures', button('Measures: Calls')],
  ['/explore', 'Group by', button('Group by: none')],
  ['/explore', 'Records', button('Records: LLM call')],
  ['/explore', 'Add filter', button('Add filter')],
  ['/model-calls', 'Rows per page', button('Rows per page: 50 per page')],
  ['/conversations', 'Turn', row('Turns')],
  [
    '/conversations/sessions/person%2F1',
    'Turn',
    (page) => page.getByRole('link', { name: /^Trace of the turn/, includeHidden: true }),
  ],
  ['/model-calls', 'LLM call', row('LLM calls')],
  ['/model-calls?kind=embedding', 'Embedding call', row('Embedding calls')],
  ['/tool-calls', 'Tool call', row('Tool calls')],
  ['/errors?list=errors', 'Error', row('Errors')],
  ['/feedback', 'Rated reply', row('Rated replies')],
]

const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)

/** Opens a dialog by keyboard, examines it, and closes it by keyboard. */
const useDialog = async (trigger: Locator, name: string) => {
  const { page } = view
  await trigger.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name, exact: true })
  await dialog.waitFor()
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
  const { x, width } = (await dialog.boundingBox()) ?? { x: -1, width: 0 }
  const screen = page.viewportSize()?.width ?? 0
  expect([x >= 0, x + width <= screen]).toEqual([true, true])
  expect(await findBarriersInThemes(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => isFocused(trigger)).toBe(true)
}

describe.each([1280, 390])('on %i pixels', (width) => {
  beforeAll(() => view.page.setViewportSize({ width, height: 844 }))

  test.each(dialogs)(
    'on %s, “%s” takes the focus, axe finds nothing, and Escape closes it',
    async (path, name, find) => {
      const { page } = view
      await view.open(path)
      const trigger = find(page)
      await trigger.waitFor({ state: 'attached' })
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
      // Narrow screens show the rest of the bar on request.
      if (!(await trigger.isVisible())) await page.getByRole('button', { name: /^Filters/ }).press('Enter')
      await useDialog(trigger, name)
    },
  )
})

test('the navigation of a narrow screen is a dialog', async () => {
  await view.page.setViewportSize({ width: 390, height: 844 })
  await view.open('/tokens')
  await useDialog(button('Open navigation')(view.page), 'Views')
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
