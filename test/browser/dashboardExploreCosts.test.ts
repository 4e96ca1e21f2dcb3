import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = [
      { modelName: 'known', hour: 12, cost: 0.5 },
      { modelName: 'some', hour: 12, cost: 0.25 },
      { modelName: 'some', hour: 12, cost: null },
      { modelName: 'unknown', hour: 11, cost: null },
      { modelName: 'unknown', hour: 11, cost: null },
    ]
    await store(
      db,
      'llmCall',
      calls.map(({ hour, ...call }, index) => ({
        ...{ id: `c${index}`, messageId: `${call.modelName} ${hour}`, timestamp: new Date(Date.UTC(2026, 5, 5, hour)) },
        ...call,
      })),
    )
    await store(db, 'message', [
      { id: 'some 12', sessionId: 's1', timestamp: new Date('2026-06-05T12:00Z') },
      { id: 'unknown 11', sessionId: 's2', timestamp: new Date('2026-06-05T11:00Z') },
    ])
  })
})
afterAll(() => view.close())

/** Texts in which what only screen readers say follows after a space. */
const joinLines = (texts: readonly string[]) => texts.map((text) => text.replaceAll(/\s+/g, ' '))
const readTable = async () => (await view.readTable('Table')).map(joinLines)
const readDocument = () => view.page.locator('main pre').first().innerText()

test('costs that are not recorded are no zeros in the table, the chart and the files', async () => {
  const { page } = view
  await view.open('/explore?measure=totalCost&by=MODEL&last=PT2H&bucket=HOUR&compare=NONE')
  await expect.poll(readTable).toEqual([
    ['known', '$0.5000'],
    ['some', '$0.2500 (1 call without a recorded cost)'],
    ['unknown', '– (2 calls without a recorded cost)'],
  ])
  await expect.poll(readDocument).toContain('totals { totalCost calls callsWithoutCost }')
  await page.locator('main dl').getByTitle('3 calls without a recorded cost').waitFor()
  await page.getByRole('paragraph').getByText('3 calls without a recorded cost', { exact: true }).waitFor()
  const chart = page.getByRole('slider', { name: 'Total cost' })
  await chart.press('End')
  await chart.press('ArrowLeft')
  await expect
    .poll(() => chart.getAttribute('aria-valuetext'))
    .toBe('Jun 5, 2026, 11:00 – 12:00, known $0.00, some $0.00, unknown –')
  expect(await view.download('Table as CSV')).toEqual(['model,totalCost', 'known,0.5', 'some,0.25', 'unknown,'])
  const hour = '2026-06-05T11:00:00.000Z,2026-06-05T12:00:00.000Z'
  expect((await view.download('Buckets as CSV')).filter((line) => line.startsWith(hour))).toEqual([
    `${hour},known,0`,
    `${hour},some,0`,
    `${hour},unknown,`,
  ])
  await page.getByRole('button', { name: 'Show as table: Total cost' }).click()
  await expect
    .poll(async () => (await view.readTable('Total cost'))[1])
    .toEqual(['Jun 5, 2026, 11:00 – 12:00', '$0.00', '$0.00', '–'])
})

test('as bars, with the same hint', async () => {
  await view.open('/explore?measure=totalCost&by=MODEL&chart=bars&last=PT2H&compare=NONE')
  const bars = view.page
    .locator('section', { has: view.page.getByRole('heading', { name: 'Total cost' }) })
    .locator('li')
  await expect
    .poll(async () => joinLines(await bars.allInnerTexts()))
    .toEqual([
      'known $0.5000',
      'some $0.2500 (1 call without a recorded cost)',
      'unknown – (2 calls without a recorded cost)',
    ])
})

test('of turns, by the cost of their LLM calls', async () => {
  await view.open('/explore?record=Turn&measure=avgCostPerTurn&by=MODEL&last=PT2H&compare=NONE')
  await expect.poll(readTable).toEqual([
    ['some', '$0.2500 (1 call without a recorded cost)'],
    ['unknown', '– (2 calls without a recorded cost)'],
  ])
  expect(view.findProblems()).toEqual([])
})
