import { createServer, type Server } from 'node:http'
import { pino } from 'pino'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/server/createApp.ts'
import { examples } from '../../src/server/graphiql/examples.ts'
import { testLimits } from '../support/app.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'

let db: OpenTestDatabase
let server: Server
let browser: Browser
let page: Page
let origin: string
const requests: string[] = []
const problems: string[] = []

beforeAll(async () => {
  db = await openTestDatabase()
  const now = new Date('2026-06-05T12:30:00Z')
  await store(db, 'session', [{ id: 'session-1' }])
  await store(db, 'message', [{ id: 'message-1', messageContent: 'What does it cost?' }])
  await store(db, 'llmCall', [{ id: 'call-1', status: 'error', errorMessage: 'quota exceeded', totalTokens: 4711 }])
  server = createServer(createApp({ db, logger: pino({ level: 'silent' }), limits: testLimits, now: () => now }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
  browser = await chromium.launch({
    timeout: 120_000,
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
  })
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  page.setDefaultTimeout(60_000)
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(`${origin}/graphql`)
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await db.close()
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
    await page.goto(`${origin}/graphql`)
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

test('the examples contain no times, which would become outdated in the storage of GraphiQL', async () => {
  const html = await (await fetch(`${origin}/graphql`, { headers: { accept: 'text/html' } })).text()
  expect(html.slice(html.lastIndexOf('"defaultTabs":'))).not.toMatch(/\d{4}-\d\d-\d\dT/)
})

test('all requests were sent to the server, and the page had no errors', () => {
  const elsewhere = requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(url))
  expect(elsewhere).toEqual([])
  expect(problems).toEqual([])
})
