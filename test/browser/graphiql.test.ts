import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examples } from '../../src/server/graphiql/examples.ts'
import { openPage, startBrowser, startTestSite, type TestSite } from '../support/browser.ts'
import { store } from '../support/factories.ts'

let browser: Browser
let site: TestSite
let page: Page
let requests: readonly string[]
let problems: readonly string[]

beforeAll(async () => {
  const now = new Date('2026-06-05T12:30:00Z')
  site = await startTestSite({ now: () => now })
  await store(site.db, 'session', [{ id: 'session-1' }])
  await store(site.db, 'message', [{ id: 'message-1', messageContent: 'What does it cost?' }])
  await store(site.db, 'llmCall', [
    { id: 'call-1', status: 'error', errorMessage: 'quota exceeded', totalTokens: 4711 },
  ])
  browser = await startBrowser()
  const watched = await openPage(browser, { viewport: { width: 1400, height: 900 } })
  page = watched.page
  requests = watched.requests
  problems = watched.problems
  await page.goto(`${site.url}/graphql`)
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const tabs = () => page.getByRole('tab').filter({ hasText: /\w/ })

test('loads with a tab for each example, without requests to other servers', async () => {
  await page.getByRole('button', { name: /execute query/i }).waitFor()
  const names = await tabs().allInnerTexts()
  const operations = examples.map((example) => /^query (\w+)/m.exec(example)?.[1])
  expect(operations.slice(0, 5)).toEqual([
    'Overview',
    'TokensByModelAndDay',
    'SlowOrFailedCalls',
    'SessionDetails',
    'CostPerUserAndWeek',
  ])
  expect(names.map((name) => name.trim())).toEqual(operations)
})

const run = async (tab: string): Promise<string> => {
  await page.getByRole('tab', { name: tab }).click()
  await page.locator('[role=tab][aria-selected=true]', { hasText: tab }).waitFor()
  await page.locator('.graphiql-query-editor').getByText(tab).first().waitFor()
  const answer = page.waitForResponse((response) => response.request().postData()?.includes(tab) ?? false)
  let answered = false
  void answer.then(() => {
    answered = true
  })
  // GraphiQL determines the operation name of a tab asynchronously, and does not execute it before.
  await expect
    .poll(
      async () => {
        if (!answered) await page.getByRole('button', { name: /execute query/i }).click()
        return answered
      },
      { interval: 200 },
    )
    .toBe(true)
  const body = await (await answer).text()
  await page.locator('.result-window').getByText('data').first().waitFor()
  return body
}

test.each([
  ['Overview', '"totalMessages":1'],
  ['TokensByModelAndDay', '"totalTokens":4711'],
  ['SlowOrFailedCalls', '"messageText":"What does it cost?"'],
  ['SessionDetails', '"id":"session-1"'],
])('the example %s returns rows', async (tab, text) => {
  const body = await run(tab)
  expect(body).not.toContain('"errors":[{"message"')
  expect(body).toContain(text)
})

test('shows the documentation', async () => {
  await page.getByRole('button', { name: /documentation explorer/i }).click()
  await page.getByRole('link', { name: 'Query', exact: true }).click()
  await page.getByRole('link', { name: 'overview', exact: true }).click()
  await page
    .getByText('Statistics of messages, calls, sessions and errors: counts, success rate, tokens and cost.')
    .waitFor()
})

test('completes a field', async () => {
  await page.getByRole('button', { name: /(new|add) tab/i }).click()
  const editor = page.locator('.graphiql-query-editor')
  await editor.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('{ overview { totalMess')
  await page.keyboard.press('Control+Space')
  await page.locator('.suggest-widget').getByText('totalMessages').first().waitFor()
})

test('a reload keeps the tabs unchanged, and adds none', async () => {
  const readTabs = async () => {
    await page.getByRole('button', { name: /execute query/i }).waitFor()
    return (await page.getByRole('tab').allInnerTexts()).map((name) => name.trim())
  }
  const fresh = await browser.newContext()
  const first = page
  page = await fresh.newPage()
  try {
    await page.goto(`${site.url}/graphql`)
    const examples = await readTabs()
    for (const edit of [false, false, true]) {
      if (edit) {
        await page.getByRole('tab', { name: 'SlowOrFailedCalls' }).click()
        await page.locator('[role=tab][aria-selected=true]', { hasText: 'SlowOrFailedCalls' }).waitFor()
        await page.locator('.graphiql-query-editor').click()
        await page.keyboard.press('Control+Home')
        await page.keyboard.type('# edited ')
        await page.waitForFunction(() => localStorage.getItem('graphiql:tabState')?.includes('# edited '))
      }
      await page.reload()
      expect(await readTabs()).toEqual(examples)
    }
    await page.locator('.graphiql-query-editor').getByText('# edited').first().waitFor()
  } finally {
    await fresh.close()
    page = first
  }
})

/** Milliseconds within which events arrive, also on a busy machine. */
const patience = 120_000

const recordError = (id: string) => store(site.db, 'errorLog', [{ id }])
const countOpen = async () =>
  /^botlens_subscriptions_open (\d+)$/m.exec(await (await fetch(`${site.url}/metrics`)).text())?.[1]

test('shows the events of a subscription until it is stopped', async () => {
  const context = await browser.newContext()
  const live = await context.newPage()
  live.setDefaultTimeout(patience)
  const query = 'subscription Live { errorRecorded { cursor errorLog { id } } }'
  const state = { tabs: [{ id: '1', title: 'Live', query, operationName: 'Live' }], activeTabIndex: 0 }
  await live.addInitScript((stored) => localStorage.setItem('graphiql:tabState', stored), JSON.stringify(state))
  await live.goto(`${site.url}/graphql`)
  await live.locator('.graphiql-query-editor').getByText('errorRecorded').first().waitFor()
  const result = live.locator('.result-window')
  await expect
    .poll(
      async () => {
        const button = live.getByRole('button', { name: /execute query/i })
        if ((await countOpen()) === '0' && (await button.count()) > 0) await button.click()
        return countOpen()
      },
      { timeout: patience, interval: 1000 },
    )
    .toBe('1')
  for (const id of ['live-1', 'live-2']) {
    await recordError(id)
    await result.getByText(id).first().waitFor()
  }
  await live.getByRole('button', { name: /stop/i }).click()
  await expect.poll(countOpen, { timeout: patience }).toBe('0')
  await context.close()
})

test('an EventSource receives events, and resumes by itself after the connection was closed', async () => {
  const context = await browser.newContext()
  const live = await context.newPage()
  live.setDefaultTimeout(patience)
  await live.goto(`${site.url}/graphql`)
  const path = `/graphql?query=${encodeURIComponent('subscription { errorRecorded { errorLog { id } } }')}`
  await live.evaluate(
    (url) =>
      new Promise<void>((resolve) => {
        const ids: string[] = []
        Object.assign(window, { ids })
        const source = new EventSource(url)
        source.addEventListener('open', () => resolve())
        source.addEventListener('next', ({ data }) => ids.push(JSON.parse(data).data.errorRecorded.errorLog.id))
      }),
    path,
  )
  const readIds = () => live.evaluate(() => (window as unknown as { ids: string[] }).ids)
  await recordError('source-1')
  await expect.poll(readIds, { timeout: patience }).toEqual(['source-1'])
  site.server.closeAllConnections()
  await recordError('source-2')
  await recordError('source-3')
  await expect.poll(readIds, { timeout: patience }).toEqual(['source-1', 'source-2', 'source-3'])
  await context.close()
  await expect.poll(countOpen, { timeout: patience }).toBe('0')
})

test('the examples contain no times, which would become outdated in the storage of GraphiQL', async () => {
  const html = await (await fetch(`${site.url}/graphql`, { headers: { accept: 'text/html' } })).text()
  expect(html.slice(html.lastIndexOf('"defaultTabs":'))).not.toMatch(/\d{4}-\d\d-\d\dT/)
})

test('all requests were sent to the server, and the page had no errors', () => {
  const elsewhere = requests.filter((url) => !url.startsWith(`${site.url}/`) && !/^(?:data|blob):/.test(url))
  expect(elsewhere).toEqual([])
  expect(problems).toEqual([])
})
