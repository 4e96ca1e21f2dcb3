import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const withoutCost = '/?from=2026-06-04T10:00:00Z&to=2026-06-04T11:00:00Z'

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

test('a cost that was not recorded is unknown, not zero', async () => {
  const { page } = view
  const mark = page.getByTitle('1 call without a recorded cost', { exact: true })
  await view.open(withoutCost)
  await expect.poll(view.readCards).toMatchObject({ 'Model calls': '1', Cost: '–' })
  await view.open(`/tokens${withoutCost.slice(1)}`)
  await expect.poll(() => mark.textContent()).toBe('– (1 call without a recorded cost)')
})

test('a cost of which a part was not recorded is marked', async () => {
  const { page } = view
  const mark = page.getByTitle('1 call without a recorded cost', { exact: true })
  await view.open('/')
  await mark.waitFor()
  await expect.poll(view.readCards).toMatchObject({ 'Model calls': '3', Cost: '$1.50' })
  await view.open('/tokens')
  await expect.poll(() => mark.textContent()).toBe('$1.5000 (1 call without a recorded cost)')
})

test('users with the same name have their ids', async () => {
  await view.open('/?top=calls')
  await expect
    .poll(async () => (await view.readTable('Top users')).map(([name]) => name))
    .toEqual(['Alice · user-1', 'Alice · user-2'])
})

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
