import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    await store(db, 'message', [
      { id: 'm1', timestamp: at(1) },
      { id: 'm2', timestamp: at(2), userId: 'user-2' },
    ])
    await store(db, 'llmCall', [
      { id: 'c1', timestamp: at(1), cost: 0.5 },
      { id: 'c2', timestamp: at(2), cost: 1, userId: 'user-2' },
      { id: 'c3', timestamp: at(26), cost: null },
    ])
  })
})
afterAll(() => view.close())

test('the lines of key metrics are dashed beside partial buckets', async () => {
  await view.open('/?last=PT24H')
  const dashed = view.page.locator('main dl path[stroke-dasharray]').first()
  await expect.poll(async () => (await dashed.getAttribute('d'))?.match(/L/g)?.length).toBe(2)
})

test('axe finds nothing, in light and dark, on a wide and a narrow screen', async () => {
  expect(await view.findBarriersOf('/', 'Top users')).toEqual([])
})

test('the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
