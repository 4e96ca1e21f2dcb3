import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { revokeTokens } from '../../src/server/auth/queries.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { testLimits } from '../support/app.ts'
import { findBarriers, type TestSite } from '../support/browser.ts'
import { type DashboardSite, selectOption, startDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

/** How long a page may take, also on a busy machine. */
const patient = { timeout: 60_000 }

let dashboard: DashboardSite
let site: TestSite
beforeAll(async () => {
  dashboard = await startDashboard((db) => store(db, 'llmCall', makeCalls(0, 60)))
  site = dashboard.site
})
afterAll(() => dashboard.close())

afterEach(async () => {
  for (const context of dashboard.browser.contexts()) await context.close()
  await expect.poll(countStreams, patient).toBe(0)
})

/** LLM calls, each a second before the one before it. */
const makeCalls = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `c${from + index}`,
    modelName: `model-${from + index}`,
    timestamp: new Date(Date.now() - 600_000 - (from + index) * 1000),
  }))

/** Sends a request to the API, as a bot does. */
const send = async (query: string) => {
  const response = await fetch(`${site.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  expect(await response.json()).not.toHaveProperty('errors')
}
const record = (modelName: string) =>
  send(`mutation { recordLlmCalls(input: [{ modelName: "${modelName}", durationMs: 900 }]) { __typename } }`)

const countStreams = async () =>
  Number(/^botlens_subscriptions_open (\d+)$/m.exec(await (await fetch(`${site.url}/metrics`)).text())?.[1])

/** Hides the tab, or shows it again, as switching to another tab does. */
const setHidden = (page: Page, isHidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, isHidden)

/** The second column of the list, also beside open details. */
const readModels = (page: Page) => page.locator('section[aria-label="LLM calls"] tbody td:nth-child(2)')
const state = (page: Page) => page.getByRole('banner').getByRole('status')

test('what is recorded appears, over one stream, which other views take over', async () => {
  const { page, problems, requests } = await dashboard.openPage()
  await page.goto(`${site.url}/model-calls`)
  await page.getByText('60 found').waitFor()
  await selectOption(page, 'Automatic refresh', 'Live')
  await state(page).getByText('Live').waitFor({ state: 'attached' })
  expect(new URL(page.url()).searchParams.get('refresh')).toBe('live')
  await expect.poll(countStreams, patient).toBe(1)
  await record('recorded-1')
  await page.getByText('recorded-1').waitFor()
  await page.getByText('61 found').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('link', { name: 'Tokens', exact: true }).click()
  await page.getByRole('region', { name: 'By model' }).waitFor()
  await expect.poll(countStreams, patient).toBe(1)
  await record('recorded-2')
  await page.getByRole('region', { name: 'By model' }).getByText('recorded-2').waitFor()

  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('region', { name: 'Top models' }).waitFor()
  await expect.poll(countStreams, patient).toBe(1)
  await expect
    .poll(() => page.locator('main dl > div', { hasText: 'Model calls' }).innerText(), patient)
    .toContain('62')
  await record('recorded-3')
  await expect
    .poll(() => page.locator('main dl > div', { hasText: 'Model calls' }).innerText(), patient)
    .toContain('63')

  await selectOption(page, 'Automatic refresh', 'Off')
  await expect.poll(countStreams, patient).toBe(0)
  expect(requests.filter((url) => !url.startsWith(`${site.url}/`))).toEqual([])
  expect(problems).toEqual([])
})

test('a hidden tab has no stream; visible again, it resumes after its last event', async () => {
  const { page, problems } = await dashboard.openPage()
  const cursors: unknown[] = []
  page.on('request', (request) => {
    const body = request.postDataJSON() as { query?: string; variables?: { after?: string } } | null
    if (body?.query?.includes('subscription')) cursors.push(body.variables?.after)
  })
  await page.goto(`${site.url}/model-calls?refresh=live`)
  await expect.poll(countStreams, patient).toBe(1)
  await record('before')
  await page.getByText('before', { exact: true }).waitFor()
  await record('after-it')
  await page.getByText('after-it').waitFor()
  await setHidden(page, true)
  await expect.poll(countStreams, patient).toBe(0)
  await record('meanwhile')
  expect(await page.getByText('meanwhile').count()).toBe(0)
  await setHidden(page, false)
  await page.getByText('meanwhile').waitFor()
  await expect.poll(countStreams, patient).toBe(1)
  expect([cursors[0], cursors.at(-1)]).toEqual([undefined, expect.any(String)])
  expect(problems).toEqual([])
})

test('rows do not move under a reader who has opened a record or another page', async () => {
  const { page } = await dashboard.openPage()
  await page.goto(`${site.url}/model-calls?refresh=live`)
  await state(page).getByText('Live').waitFor({ state: 'attached' })
  const first = await readModels(page).first().innerText()
  await page.locator('tbody a').first().click()
  const details = page.getByRole('dialog', { name: 'LLM call' })
  await details.getByText(first).waitFor()
  await record('while-open')
  const show = page.getByRole('button', { name: '1 new', includeHidden: true })
  await show.waitFor()
  expect(await readModels(page).first().innerText()).toBe(first)
  await details.getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => readModels(page).first().innerText(), patient).toBe('while-open')
  expect(await show.count()).toBe(0)

  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(() => readModels(page).count(), patient).toBeLessThan(50)
  const before = await readModels(page).allInnerTexts()
  await record('while-away-1')
  await record('while-away-2')
  await page.getByRole('button', { name: '2 new' }).waitFor()
  expect(await readModels(page).allInnerTexts()).toEqual(before)
  await page.getByRole('button', { name: '2 new' }).click()
  await expect
    .poll(async () => (await readModels(page).allInnerTexts()).slice(0, 2), patient)
    .toEqual(['while-away-2', 'while-away-1'])
  expect(new URL(page.url()).searchParams.has('after')).toBe(false)
})

test('a list that is held says nothing as long as there is nothing to show', async () => {
  const { page } = await dashboard.openPage()
  await page.goto(`${site.url}/model-calls?refresh=live&open=c3`)
  await readModels(page).first().waitFor()
  await expect.poll(countStreams, patient).toBe(1)
  expect(await page.getByRole('button', { name: 'Show changes', includeHidden: true }).count()).toBe(0)
  await record('held')
  await page.getByRole('button', { name: '1 new', includeHidden: true }).waitFor()
})

/** A message of the session `live`. */
const recordMessage = (content: string, userName: string) =>
  `recordMessages(input: [{ messageContent: "${content}", role: USER, sessionId: "live", userId: "u", userName: "${userName}",
    botId: "b", botName: "Bot", pipelineId: "p", pipelineName: "Pipeline" }])`
const recordError = (message: string) => `recordErrors(input: [{ errorType: "E", errorMessage: "${message}" }])`
const recordTool = (name: string) =>
  `recordToolCalls(input: [{ toolName: "${name}", toolSource: NATIVE, durationMs: 5 }])`

describe('every view shows what is recorded', () => {
  test.each([
    ['/conversations', recordMessage('Is it live?', 'Livia Roth'), 'Is it live?'],
    ['/conversations/sessions', recordMessage('And now?', 'Leandra'), 'Leandra'],
    ['/conversations/sessions/live', recordMessage('And then?', 'Leandra'), 'And then?'],
    ['/tool-calls', recordTool('live_tool'), 'live_tool'],
    [
      '/model-calls?kind=embedding',
      'recordEmbeddingCalls(input: [{ modelName: "live-embedding", durationMs: 5 }])',
      'live-embedding',
    ],
    ['/errors', recordError('it broke'), 'it broke'],
    ['/errors?list=errors', recordError('it fell'), 'it fell'],
    ['/feedback', 'recordFeedback(input: [{ feedbackId: "f", type: DISLIKE, content: "Too slow" }])', 'Too slow'],
    ['/explore?record=ToolCall&by=TOOL', recordTool('explored_tool'), 'explored_tool'],
  ])('%s', async (path, mutation, text) => {
    const { page, problems } = await dashboard.openPage()
    await page.goto(`${site.url}${path}${path.includes('?') ? '&' : '?'}refresh=live`)
    await expect.poll(countStreams, patient).toBe(1)
    await send(`mutation { ${mutation} { __typename } }`)
    await page.getByText(text).first().waitFor()
    expect(problems).toEqual([])
  })
})

test('a server that accepts no more subscriptions is asked regularly instead, and the page says so', async () => {
  const full = await site.serve({ limits: { ...testLimits, maxSubscriptions: 0 } })
  const { page } = await dashboard.openPage()
  await page.clock.install()
  await page.goto(`${full.url}/model-calls?refresh=live`)
  await page.getByRole('button', { name: 'Live updates: Every 30 s' }).click()
  await page.getByText('The server accepts no more live connections for now').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  await store(site.db, 'llmCall', [{ id: 'later', modelName: 'recorded-later', timestamp: new Date() }])
  await page.clock.fastForward(31_000)
  await page.getByText('recorded-later').waitFor()
})

test('an interrupted stream is resumed, and the page says so in the language of the reader', async () => {
  const { page } = await dashboard.openPage({ locale: 'zh-CN' })
  await page.goto(`${site.url}/model-calls?refresh=live`)
  await state(page).getByText('实时').waitFor({ state: 'attached' })
  await page.route('**/graphql', (route) => route.abort())
  site.server.closeAllConnections()
  await state(page).getByText('正在重连…').waitFor()
  await record('interrupted')
  await page.unroute('**/graphql')
  await page.getByText('interrupted').waitFor()
  await state(page).getByText('实时').waitFor({ state: 'attached' })
  await expect.poll(countStreams, patient).toBe(1)
})

test('the token is sent, and one that is revoked ends the stream and is asked for', async () => {
  const closed = await site.serve({ access: { mode: 'required', jwtSecret: undefined, corsOrigins: [] } })
  const create = async (name: string): Promise<string> => {
    const token = await createToken(site.db.prisma, { name, scopes: ['read'], expiresAt: null }, new Date())
    if (token === undefined) throw new Error(`The token ${name} exists already`)
    return token
  }
  const { page, requests } = await dashboard.openPage()
  await page.goto(`${closed.url}/model-calls?refresh=live`)
  const field = page.getByLabel('API token or JSON Web Token')
  const first = await create('first')
  await field.fill(first)
  await page.keyboard.press('Enter')
  await state(page).getByText('Live').waitFor({ state: 'attached' })
  await store(site.db, 'llmCall', [{ id: 'live', modelName: 'with-token', timestamp: new Date() }])
  await page.getByText('with-token').waitFor()
  await revokeTokens(site.db.prisma, 'first', new Date())
  await page.getByRole('alert').getByText('did not accept this token').waitFor()
  await field.fill(await create('second'))
  await page.keyboard.press('Enter')
  await state(page).getByText('Live').waitFor({ state: 'attached' })
  expect(requests.filter((url) => url.includes(first))).toEqual([])
})
