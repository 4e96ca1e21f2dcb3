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
    await store(db, 'llmCall', [
      { id: 'c1', timestamp, totalTokens: 1200, cost: 0.5 },
      { id: 'c2', timestamp, inputTokens: 0, outputTokens: 0, totalTokens: 0, messageId: 'm1' },
    ])
    await store(db, 'embeddingCall', [{ id: 'v1', timestamp }])
    await store(db, 'toolCall', [{ id: 't1', timestamp }])
    await store(db, 'errorLog', [{ id: 'e1', timestamp, errorType: 'QuotaError', errorMessage: 'quota exceeded' }])
    await store(db, 'feedback', [{ id: 'f1', timestamp }])
  })
})
afterAll(() => view.close())

/** What moved while a page was loaded: the elements with the share of the page. */
const observeShifts = (): void => {
  const shifts: string[] = []
  Object.assign(window, { shifts })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node: Node | null }[] }
      for (const { node } of sources)
        shifts.push(`${value.toFixed(4)} ${(node as Element | null)?.outerHTML.slice(0, 120)}`)
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

const readShifts = (page: Page) => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)

/** What a view moves while it is loaded, if the response to one operation is the last: until then, it shows a text. */
const findShifts = async (path: string, width: number, last: string, shown: string) => {
  const { page } = view
  await page.setViewportSize({ width, height: 900 })
  await page.addInitScript(observeShifts)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes(last)) await released
    await route.continue()
  })
  await view.open(path)
  await page.getByText(shown).first().waitFor()
  release()
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
  await page.unroute('**/graphql')
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  const shifts = await readShifts(page)
  // The view would request another series for another width.
  await page.goto('about:blank')
  await page.setViewportSize({ width: 1280, height: 900 })
  return shifts
}

test.each([
  ['/', 1280, 'DashboardOverview', 'quota exceeded'],
  ['/', 1280, 'DashboardTops', 'Success rate'],
  ['/', 1920, 'DashboardTops', 'Success rate'],
  ['/', 390, 'DashboardTops', 'Success rate'],
  ['/errors', 1280, 'DashboardErrorsOverTime', 'QuotaError'],
  ['/errors', 390, 'DashboardErrorsOverTime', 'QuotaError'],
])('%s moves nothing while it is loaded, on %i pixels, if %s is loaded last', async (path, width, last, shown) => {
  expect(await findShifts(path, width, last, shown)).toEqual([])
})

/** Every view, also with a record that is open, and a text that it shows when it is loaded. */
const views = [
  ['/', 'quota exceeded'],
  ['/tokens', 'By model'],
  ['/conversations', 'Turns'],
  ['/conversations?open=m1', 'Close'],
  ['/conversations/sessions', 'Sessions'],
  ['/model-calls', 'LLM calls'],
  ['/model-calls?open=c1', 'Close'],
  ['/model-calls?kind=embedding', 'Embedding calls'],
  ['/model-calls?kind=embedding&open=v1', 'Close'],
  ['/tool-calls', 'Tool calls'],
  ['/tool-calls?open=t1', 'Close'],
  ['/errors', 'QuotaError'],
  ['/errors?list=errors', 'QuotaError'],
  ['/errors?list=errors&open=e1', 'Close'],
  ['/feedback', 'Rated replies'],
  ['/feedback?open=f1', 'Close'],
  ['/explore', 'Table'],
  ['/explore?where=BOT:bot-1', 'Table'],
] as const

/** A button of the bar, also behind an open record. */
const inBar = (name: string) => view.page.getByRole('button', { name, exact: true, includeHidden: true })

/** Opens a view with a bot and a pipeline, and returns the requests that it has sent when everything is shown. */
const countRequestsOf = async (path: string, text: string, refresh?: 'live') => {
  const { page } = view
  const selected = ['bot=bot-1', 'pipeline=pipeline-1', ...(refresh ? [`refresh=${refresh}`] : [])].join('&')
  await view.open(`${path}${path.includes('?') ? '&' : '?'}${selected}`)
  await inBar('Bots: Bot').waitFor()
  await inBar('Pipelines: Pipeline').waitFor()
  if (refresh) await inBar('Live updates: Live').waitFor()
  await page
    .getByText(text, { exact: true })
    .or(page.getByLabel(text, { exact: true }))
    .first()
    .waitFor()
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
  return view.countRequests()
}

test.each(views)(
  '%s sends at most three requests, and shows the names of the bot and the pipeline',
  async (...shown) => {
    const count = await countRequestsOf(...shown)
    await view.page.waitForLoadState('networkidle')
    expect(view.countRequests()).toBe(count)
    expect(count).toBeLessThanOrEqual(3)
  },
)

test.each([
  ['/tool-calls?open=t1', 'DashboardTools', 't1'],
  ['/errors?list=errors&open=e1', 'DashboardErrorsOverTime', 'e1'],
  ['/feedback?open=f1', 'DashboardSatisfaction', 'f1'],
])('with live updates, %s shows the record before the response to %s', async (path, held, id) => {
  const { page } = view
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes(`query ${held}(`)) await released
    await route.continue()
  })
  await view.open(`${path}&refresh=live`)
  await page.getByRole('dialog').getByText(id, { exact: true }).waitFor()
  release()
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
  expect(view.countRequests()).toBe(3)
  await page.unroute('**/graphql')
})

test.each(views)('%s sends at most two requests besides the stream of live updates', async (...shown) => {
  expect(await countRequestsOf(...shown, 'live')).toBeLessThanOrEqual(3)
})
