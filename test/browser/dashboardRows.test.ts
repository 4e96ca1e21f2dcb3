import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const errorMessage = 'quota of 0 exceeded'

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    await store(db, 'llmCall', [{ id: 'c0', timestamp: now, status: 'error', errorMessage }])
    await store(db, 'errorLog', [{ id: 'e0', timestamp: now, errorType: 'QuotaError', errorMessage }])
  })
})
afterAll(() => view.close())

test('a row is opened beside its link, in a new tab with Control or the middle button, and shows its hints', async () => {
  const { page } = view
  await view.open('/model-calls')
  const text = page.getByTitle('quota of 0 exceeded')
  await text.waitFor()
  expect(
    await text.evaluate((element) => {
      const { left, top, height } = element.getBoundingClientRect()
      return document.elementFromPoint(left + 5, top + height / 2)?.getAttribute('title')
    }),
  ).toBe('quota of 0 exceeded')
  for (const options of [{ modifiers: ['Control' as const] }, { button: 'middle' as const }]) {
    const [tab] = await Promise.all([page.context().waitForEvent('page'), text.click(options)])
    expect(new URL(tab.url()).searchParams.get('open')).toBe('c0')
    await tab.close()
  }
  expect(view.search()).toEqual({})
  await text.click()
  await page.getByRole('dialog', { name: 'LLM call' }).getByText('Jun 5, 2026, 12:30:00.000').waitFor()
  expect(view.search()).toEqual({ open: 'c0' })
  await page.keyboard.press('Escape')
  await expect.poll(() => view.search()).toEqual({})
})

test('text of a row can be selected, which does not open it', async () => {
  const { page } = view
  const box = await page.getByTitle('quota of 0 exceeded').boundingBox()
  if (!box) throw new Error('The text is not shown')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + 1, y)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, y, { steps: 5 })
  await page.mouse.up()
  expect('quota of 0 exceeded').toContain(await page.evaluate(() => String(getSelection())))
  expect(await page.evaluate(() => getSelection()?.isCollapsed)).toBe(false)
  expect(view.search()).toEqual({})
})

test('one of the latest errors is opened by any part of it', async () => {
  const { page } = view
  await view.open('/')
  await page.getByTitle(errorMessage).click()
  await page.getByRole('dialog', { name: 'Error' }).waitFor()
  expect(view.search()).toEqual({ list: 'errors', open: 'e0' })
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
