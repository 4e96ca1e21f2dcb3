import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard, selectOption } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    const calls = Array.from({ length: 120 }, (_, index) => ({
      id: `c${index}`,
      timestamp: new Date(now.getTime() - index * 60_000),
      modelName: index % 4 === 0 ? 'claude' : 'gpt-4o',
      totalTokens: index,
      durationMs: 1000 + index,
      ...(index % 10 === 0 ? { status: 'error', errorMessage: `quota of ${index} exceeded` } : {}),
    }))
    const ofManyModels = Array.from({ length: 205 }, (_, index) => ({
      id: `m${index}`,
      timestamp: new Date(now.getTime() - 20 * 86_400_000),
      modelName: `model-${String(index).padStart(3, '0')}`,
    }))
    await store(db, 'llmCall', [...calls, ...ofManyModels])
    await store(db, 'message', [{ id: 'message-1', messageContent: 'What does it cost?' }])
  })
})
afterAll(() => view.close())

const readRows = () => view.readTable('LLM calls')
const readTokens = async () => (await readRows()).map((row) => Number(row[5]))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('pages by cursor, which are URLs', async () => {
  const { page } = view
  await view.open('/model-calls')
  await page.getByText('120 found').waitFor()
  await expect
    .poll(async () => (await readRows())[0])
    .toEqual(['Jun 5, 2026, 12:30', 'claude', 'Error', 'Bot', 'Alice', '0', '$0.0010', '1.0s', 'quota of 0 exceeded'])
  await expect.poll(readTokens).toEqual(range(0, 49))
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(readTokens).toEqual(range(50, 99))
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(readTokens).toEqual(range(100, 119))
  await expect.poll(() => page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)
  await page.reload()
  await expect.poll(readTokens).toEqual(range(100, 119))
  await page.getByRole('button', { name: 'Previous page' }).click()
  await expect.poll(readTokens).toEqual(range(50, 99))
  await page.goBack()
  await expect.poll(readTokens).toEqual(range(100, 119))
  await page.getByRole('button', { name: 'First page' }).click()
  await expect.poll(readTokens).toEqual(range(0, 49))
  await selectOption(page, 'Rows per page', '100 per page')
  await expect.poll(readTokens).toEqual(range(0, 99))
  expect(view.search()).toEqual({ size: '100' })
  await page.goBack()
  await expect.poll(readTokens).toEqual(range(0, 49))
})

test('filters with counts, search and order', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByRole('button', { name: 'Model: All' }).click()
  await page.getByText('claude30', { exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'claude' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('30 found').waitFor()
  expect(view.search()).toEqual({ model: 'claude' })
  await page.getByRole('button', { name: 'Tokens' }).click()
  await expect.poll(readTokens).toEqual(range(0, 29).map((index) => 116 - 4 * index))
  await page.getByRole('button', { name: 'Tokens' }).click()
  await expect.poll(readTokens).toEqual(range(0, 29).map((index) => 4 * index))
  await page.getByRole('searchbox', { name: 'Search error messages' }).fill('of 4')
  await expect.poll(readTokens).toEqual([40])
  expect(view.search()).toEqual({ model: 'claude', sort: 'tokens', q: 'of 4' })
})

const readOptions = async () =>
  (await view.page.getByRole('dialog').locator('label').allInnerTexts()).map((text) => text.split('\n').join(' '))

test('the counts of a picker are the facets of the API under the other filters; it is used by keyboard', async () => {
  const { page } = view
  await view.open('/model-calls?status=ERROR')
  await page.getByText('12 found').waitFor()
  expect(view.countRequests()).toBe(1)
  await page.getByRole('button', { name: 'Model: All' }).focus()
  await page.keyboard.press('Enter')
  const claude = page.getByRole('checkbox', { name: 'claude' })
  await claude.waitFor()
  expect(view.countRequests()).toBe(2)
  const response = await fetch(`${view.site.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      query: `{ llmCalls(scope: { last: "P7D" }, filter: { statuses: [ERROR] }, first: 0) {
        facets { modelNames { value count } statuses { value count } }
      } }`,
    }),
  })
  const { data } = (await response.json()) as {
    data: { llmCalls: { facets: Record<string, readonly { readonly value: string; readonly count: number }[]> } }
  }
  const { modelNames, statuses } = data.llmCalls.facets
  expect(modelNames).toEqual([
    { value: 'claude', count: 6 },
    { value: 'gpt-4o', count: 6 },
  ])
  await expect.poll(readOptions).toEqual(modelNames?.map(({ value, count }) => `${value} ${count}`))
  await expect.poll(() => claude.evaluate((input) => input === document.activeElement)).toBe(true)
  await page.keyboard.press('Space')
  await page.getByText('6 found', { exact: true }).waitFor()
  await expect.poll(readOptions).toEqual(['claude 6', 'gpt-4o 6'])
  // The list only: what is chosen in a picker does not change its values.
  expect(view.countRequests()).toBe(3)
  await page.keyboard.press('Space')
  await page.getByText('12 found').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Status: Error' }).click()
  await page.getByRole('checkbox', { name: 'Success' }).waitFor()
  expect(statuses?.map(({ count }) => count)).toEqual([108, 12])
  await expect.poll(readOptions).toEqual(['Success 108', 'Error 12'])
  await page.keyboard.press('Escape')
})

test('the first value of a picker gets the focus, also if the values are loaded before the picker has it', async () => {
  const { page } = view
  await view.open('/model-calls')
  await page.getByText('120 found').waitFor()
  // A picker takes the focus in the next frame.
  await page.evaluate(() => {
    const frame = window.requestAnimationFrame
    const held: FrameRequestCallback[] = []
    window.requestAnimationFrame = (callback) => held.push(callback)
    Object.assign(window, {
      release: () => {
        window.requestAnimationFrame = frame
        for (const callback of held) callback(performance.now())
      },
    })
  })
  await page.getByRole('button', { name: 'Model: All' }).press('Enter')
  const claude = page.getByRole('dialog').locator('input').first()
  await claude.waitFor({ state: 'attached' })
  await page.evaluate(() => (window as unknown as { release: () => void }).release())
  await expect.poll(() => claude.evaluate((input) => input === document.activeElement)).toBe(true)
  await page.keyboard.press('Escape')
})

test('a picker with many values finds the others by search', async () => {
  const { page } = view
  await view.open('/model-calls?last=P30D')
  await page.getByText('325 found').waitFor()
  await page.getByRole('button', { name: 'Model: All' }).click()
  await page.getByRole('checkbox', { name: 'claude' }).waitFor()
  await expect.poll(async () => (await readOptions()).length).toBe(200)
  await expect.poll(() => page.getByRole('checkbox', { name: 'model-204' }).count()).toBe(0)
  const search = page.getByRole('dialog').getByRole('searchbox', { name: 'Search' })
  await search.fill('EL-20')
  await expect.poll(readOptions).toEqual(range(200, 204).map((index) => `model-${index} 1`))
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('checkbox', { name: 'model-204' }).click()
  await page.getByText('1 found', { exact: true }).waitFor()
  await search.fill('')
  await expect.poll(async () => (await readOptions()).length).toBe(201)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('button', { name: 'Model: model-204' }).count()).toBe(1)
  await view.open('/model-calls?model=claude&sort=tokens&q=of%204')
  await expect.poll(readTokens).toEqual([40])
})

test('columns are chosen, and a record is opened by keyboard', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Bot' }).click()
  await page.getByRole('checkbox', { name: 'Pipeline' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await readRows())[0]?.slice(2, 5)).toEqual(['Error', 'Pipeline', 'Alice'])
  await page.getByRole('link', { name: 'Jun 5, 2026, 11:50' }).focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'LLM call' })
  await details.getByText('What does it cost?').waitFor()
  await expect.poll(() => details.getByText('quota of 40 exceeded').count()).toBe(1)
  expect(view.search()['open']).toBe('c40')
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => view.search()['open']).toBeUndefined()
})

test('exports the columns that were chosen', async () => {
  const lines = await view.download('Export CSV')
  expect(lines[0]).toBe(
    'id,timestamp,model_name,status,pipeline_name,user_id,total_tokens,cost,duration_ms,error_message',
  )
  expect([lines.length, lines[1]?.includes('quota of 40 exceeded')]).toEqual([2, true])
})

test('exports in the order of the list', async () => {
  await view.open('/model-calls?model=claude&sort=tokens&column=tokens')
  await view.page.getByText('30 found').waitFor()
  const [header, ...lines] = await view.download('Export CSV')
  expect(header).toBe('id,timestamp,total_tokens')
  expect(lines.map((line) => line.split(',')[2])).toEqual(range(0, 29).map((index) => String(index * 4)))
})

test('the rows of a short page are always rendered, also while they cannot be seen', async () => {
  const { page } = view
  await view.open('/model-calls')
  await page.getByText('120 found').waitFor()
  await page.locator('main').evaluate(async (main) => {
    const hidden = new Promise<void>((resolve) => {
      new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting === false) resolve()
      }).observe(main)
    })
    main.style.display = 'none'
    await hidden
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  })
  expect(await page.locator('section[aria-label="LLM calls"] tbody tr').count()).toBe(50)
})

test('axe finds nothing, in light and dark, on a wide and a narrow screen', async () => {
  expect(await view.findBarriersOf('/model-calls', '120 found')).toEqual([])
})

test('no request left the origin, and the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
