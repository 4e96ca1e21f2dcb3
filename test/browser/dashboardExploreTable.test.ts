import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = Array.from({ length: 24 }, (_, index) => ({
      id: `c${index}`,
      timestamp: new Date(now.getTime() - index * 3_600_000),
      durationMs: 1000,
      ...(index === 0 ? { status: 'error' } : {}),
    }))
    await store(db, 'llmCall', calls)
  })
})
afterAll(() => view.close())

test('what has nothing to be compared with has a dash as its change, and no note contradicts the units', async () => {
  const { page } = view
  await view.open('/explore?measure=durationMs.avg&measure=calls&measure=errorCalls&last=PT24H&bucket=HOUR')
  const table = page.getByRole('region', { name: 'Table' })
  await expect
    .poll(async () => (await view.readTable('Table')).slice(0, 2).map((row) => row.map((text) => text.split('\n')[0])))
    .toEqual([
      ['Jun 5, 2026, 12:00 – 13:00', '1.0s', '–', '1', 'new', '1', 'new'],
      ['Jun 5, 2026, 11:00 – 12:00', '1.0s', '–', '1', 'new', '0', '–'],
    ])
  const row = table.getByRole('row').nth(2)
  await row.getByTitle('nothing to compare with').getByText('(nothing to compare with)').waitFor()
  await row.getByTitle('Before: 0').getByText('(Before: 0)').waitFor()
  expect(await page.getByText('milliseconds').count()).toBe(0)
  expect(await page.locator('[title*=milliseconds]').count()).toBe(0)
})

test('the number of groups, and of those that are shown', async () => {
  const { page } = view
  const note = page.getByText(/ groups?$/)
  await view.open('/explore?by=MODEL&last=PT24H')
  await expect.poll(() => note.allInnerTexts()).toEqual(['1 group'])
  await view.open('/explore?by=HOUR_OF_DAY&last=PT24H&top=10')
  await expect.poll(() => note.allInnerTexts()).toEqual(['10 of 24 groups'])
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
