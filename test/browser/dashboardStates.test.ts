import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardSite, findBarriersInThemes, readDownload, startDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = () => new Date('2026-06-05T12:30:00Z')

let dashboard: DashboardSite
beforeAll(async () => {
  dashboard = await startDashboard(
    (db) =>
      store(db, 'llmCall', [
        { id: 'c1', timestamp: now(), botId: 'bot-2', modelName: 'claude' },
        { id: 'c2', timestamp: now(), botId: 'bot-2', modelName: 'gpt-4o' },
        { id: 'c3', timestamp: now(), botId: 'bot-2', modelName: 'claude', status: 'error' },
      ]),
    { now },
  )
})
afterAll(() => dashboard.close())

test('without data, every part says so and what to do', async () => {
  const { page, problems } = await dashboard.openPage()
  await page.goto(`${dashboard.site.url}/tokens?bot=none`)
  await page.getByText('Choose a longer time range, or remove a filter.').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

test('a path that no view has is explained, and leads to the overview with what is selected', async () => {
  const { page } = await dashboard.openPage()
  const response = await page.goto(`${dashboard.site.url}/tokns?bot=bot-2`)
  await page.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor()
  expect(await page.title()).toBe('Page not found · Botlens')
  expect(await page.getByRole('button', { name: /^(Time range|Refresh)/ }).count()).toBe(0)
  expect(response?.status()).toBe(404)
  expect(await findBarriersInThemes(page)).toEqual([])
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/?bot=bot-2')
  await page.context().close()
})

test.each(['/TOKENS', '/tokens/x', '/conversations/turns'])('%s is no view on the page either', async (path) => {
  const { page } = await dashboard.openPage({ locale: 'zh-CN' })
  await page.goto(dashboard.site.url + path)
  await page.getByRole('main', { name: '页面不存在' }).waitFor()
  expect(await page.title()).toBe('页面不存在 · Botlens')
  await page.context().close()
})

test('an overloaded server is asked again after the time that it gives, then the page explains', async () => {
  const { page } = await dashboard.openPage()
  let requests = 0
  let isOverloaded = true
  await page.route('**/graphql', async (route) => {
    requests += 1
    if (!isOverloaded) return route.continue()
    return route.fulfill({
      status: 503,
      headers: { 'Retry-After': '0' },
      json: { errors: [{ message: 'busy', extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r-1' } }] },
    })
  })
  await page.goto(dashboard.site.url)
  await page.getByRole('alert').getByText('The server is overloaded or its database is unavailable').waitFor()
  await expect.poll(() => requests).toBe(6)
  await page.getByText('Request ID: r-1').waitFor()
  expect(await findBarriers(page)).toEqual([])
  isOverloaded = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Success rate').waitFor()
  await page.context().close()
})

test('a rejected selection, a failure and an unreachable server are explained', async () => {
  const { page } = await dashboard.openPage()
  const answers = [
    { status: 400, code: 'QUERY_TOO_COMPLEX', title: 'This selection is too large' },
    { status: 500, code: 'INTERNAL_SERVER_ERROR', title: 'The server failed' },
    { status: 429, code: 'RATE_LIMITED', title: 'Too many requests' },
  ]
  for (const { status, code, title } of answers) {
    await page.route('**/graphql', (route) =>
      route.fulfill({ status, json: { errors: [{ message: 'why', extensions: { code } }] } }),
    )
    await page.goto(dashboard.site.url)
    await page.getByRole('alert').getByText(title).waitFor()
    await page.unroute('**/graphql')
  }
  await page.route('**/graphql', (route) => route.abort())
  await page.goto(dashboard.site.url)
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
  await page.context().close()
})

test('a view that fails to refresh keeps its data and says that it may be outdated', async () => {
  const { page } = await dashboard.openPage()
  await page.goto(dashboard.site.url)
  await page.getByText('Success rate').waitFor()
  await page.route('**/graphql', (route) => route.abort())
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await page.getByRole('alert').getByText('may be outdated').waitFor()
  await expect.poll(() => page.getByText('Success rate').count()).toBe(1)
  await page.context().close()
})

describe('a server with tokens', () => {
  const secret = 'a secret of at least thirty-two bytes'
  const signToken = (scope: string): Promise<string> =>
    new SignJWT({ sub: 'anna', scope, exp: now().getTime() / 1000 + 3600 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret))

  let url: string
  beforeAll(async () => {
    const access = { mode: 'required', jwtSecret: secret, corsOrigins: [] } as const
    url = (await dashboard.site.serve({ access })).url
  })

  /** Opens a view, and enters a token. */
  const openWith = async (path: string, scope: string) => {
    const watched = await dashboard.openPage()
    await watched.page.goto(`${url}${path}`)
    await watched.page.getByLabel('API token or JSON Web Token').fill(await signToken(scope))
    await watched.page.keyboard.press('Enter')
    return watched
  }

  test('asks for one, which lasts as long as the tab', async () => {
    const { page, requests } = await dashboard.openPage()
    await page.goto(url)
    const field = page.getByLabel('API token or JSON Web Token')
    await field.waitFor()
    expect(await findBarriers(page)).toEqual([])

    await field.fill('wrong')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('did not accept this token').waitFor()
    expect(await findBarriersInThemes(page)).toEqual([])

    await field.fill(await signToken('export'))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('Your token does not allow this').waitFor()
    expect(await findBarriersInThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Use another token' }).click()

    await field.fill(await signToken('read'))
    await page.keyboard.press('Enter')
    await page.getByText('Success rate').waitFor()
    await page.reload()
    await page.getByText('Success rate').waitFor()
    expect(requests.filter((requested) => requested.includes('eyJ'))).toEqual([])

    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Forget the token' }).click()
    await field.waitFor()
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('eyJ')
    await page.context().close()
  })

  test('exports the rows that are shown with the token, which no other tab and no later session has', async () => {
    const { page, requests, problems } = await openWith('/model-calls?model=claude', 'read export')
    await page.getByText('2 found').waitFor()
    const [header, ...lines] = await readDownload(page, 'Export CSV')
    expect(header).toContain('model_name')
    const rows = page.getByRole('region', { name: 'LLM calls' }).locator('tbody tr')
    expect(lines.length).toBe(await rows.count())
    expect(lines.map((line) => line.includes('claude'))).toEqual([true, true])
    expect(requests.filter((requested) => requested.includes('eyJ'))).toEqual([])
    // The first request had no token.
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([])

    // What the browser keeps beyond the session: cookies and `localStorage`.
    expect(JSON.stringify(await page.context().storageState())).not.toContain('eyJ')
    const other = await page.context().newPage()
    await other.goto(`${url}/model-calls`)
    await other.getByLabel('API token or JSON Web Token').waitFor()
    await page.context().close()
  })

  test('explains why a token without the access scope “export” exports nothing', async () => {
    const { page } = await openWith('/model-calls', 'read')
    await page.getByText('3 found').waitFor()
    await page.getByRole('button', { name: 'Export CSV' }).click()
    await page.getByRole('alert').getByText('The export failed').waitFor()
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('export')
    expect(await findBarriersInThemes(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    const note = await page.getByRole('alert').evaluate((alert) => alert.scrollWidth <= alert.clientWidth)
    expect(note).toBe(true)
    await page.context().close()
  })
})
