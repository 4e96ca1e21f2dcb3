import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testLimits } from '../support/app.ts'
import { findBarriers } from '../support/browser.ts'
import { type DashboardSite, startDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

/** LLM calls in the last hour, each a second before the one before it. */
const makeCalls = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    modelName: `model-${index}`,
    timestamp: new Date(Date.now() - 600_000 - index * 1000),
  }))

let dashboard: DashboardSite
beforeAll(async () => {
  dashboard = await startDashboard((db) => store(db, 'llmCall', makeCalls(60)))
})
afterAll(() => dashboard.close())

/** Counts the operations that a page sends, by name. */
const countOperations = (page: Page): Record<string, number> => {
  const counts: Record<string, number> = {}
  page.on('request', (request) => {
    const { query = '' } = (request.postDataJSON() ?? {}) as { query?: string }
    const [, name] = /(?:query|subscription) (\w+)/.exec(query) ?? []
    if (name) counts[name] = (counts[name] ?? 0) + 1
  })
  return counts
}

describe('a page that events keep up to date', () => {
  test.each([
    ['/', 'Success rate', { DashboardOverview: 1, DashboardTops: 1, DashboardOverviewEvents: 1 }],
    ['/tokens', 'model-0', { DashboardTokens: 1, DashboardLlmCallEvents: 1 }],
    ['/model-calls', '60 found', { DashboardModelCalls: 1, DashboardLlmCallEvents: 1 }],
  ])('loads %s once, after its stream has begun', async (path, text, expected) => {
    const { page } = await dashboard.openPage()
    const counts = countOperations(page)
    // Time passes in steps of a millisecond: the page does not stop waiting for its stream, however slow the machine is.
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 1000)
    await page.goto(`${dashboard.site.url}${path}?refresh=live`)
    const shown = page.getByText(text).first()
    await expect.poll(() => page.clock.runFor(1).then(() => shown.isVisible())).toBe(true)
    // Longer than events are gathered.
    await page.clock.runFor(2000)
    await page.evaluate(() => document.title)
    expect(counts).toEqual(expected)
    await page.context().close()
  })

  test('the button that shows new rows moves the focus to the list', async () => {
    const { page } = await dashboard.openPage()
    await page.goto(`${dashboard.site.url}/model-calls?refresh=live`)
    await page.getByText('60 found').waitFor()
    await page.getByRole('button', { name: 'Live updates: Live' }).waitFor()
    await page.getByRole('button', { name: 'Next page' }).press('Enter')
    await page.waitForURL('**after=**')
    await store(dashboard.site.db, 'llmCall', [{ id: 'new', modelName: 'model-new', timestamp: new Date() }])
    await page.getByRole('button', { name: '1 new' }).press('Enter')
    await page.getByText('model-new').waitFor()
    const list = page.getByRole('region', { name: 'LLM calls' }).and(page.locator('[tabindex="0"]'))
    expect(await list.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.context().close()
  })

  test('says by keyboard what its state means', async () => {
    const { page } = await dashboard.openPage()
    await page.goto(`${dashboard.site.url}/model-calls?refresh=live`)
    await page.getByRole('button', { name: 'Live updates: Live' }).press('Enter')
    const explanation = page.getByRole('dialog', { name: 'Live updates' })
    await explanation.getByText('The page shows new records as they are recorded.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await explanation.waitFor({ state: 'detached' })
    await page.context().close()
  })
})

describe('a server that accepts no subscriptions', () => {
  test('is asked regularly, also for a list with an open record', async () => {
    const full = await dashboard.site.serve({ limits: { ...testLimits, maxSubscriptions: 0 } })
    const { page } = await dashboard.openPage()
    await page.clock.install()
    await page.goto(`${full.url}/model-calls?refresh=live&open=c3`)
    await page.getByText('61 found').waitFor()
    await page.getByText('Every 30 s').first().waitFor({ state: 'attached' })
    await store(dashboard.site.db, 'llmCall', [{ id: 'later', modelName: 'recorded-later', timestamp: new Date() }])
    await page.clock.fastForward(31_000)
    await page.getByText('62 found').waitFor()
    await page.getByText('recorded-later').waitFor()
    await page.context().close()
  })
})
