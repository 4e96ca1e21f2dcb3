import { SignJWT } from 'jose'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, openPage, startBrowser, startTestSite, type TestSite } from '../support/browser.ts'
import { store } from '../support/factories.ts'

const now = () => new Date('2026-06-05T12:30:00Z')

let browser: Browser
let site: TestSite
beforeAll(async () => {
  browser = await startBrowser()
  site = await startTestSite({ now })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

test('without data, every part says so and what to do', async () => {
  const { page, problems } = await openPage(browser)
  await page.goto(`${site.url}/tokens`)
  await page.getByText('Choose a longer time range, or remove a filter.').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(problems).toEqual([])
  await page.context().close()
})

test('an overloaded server is asked again after the time that it gives, then the page explains', async () => {
  const { page } = await openPage(browser)
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
  await page.goto(site.url)
  await page.getByRole('alert').getByText('The server is overloaded or its database is unavailable').waitFor()
  await expect.poll(() => requests).toBe(6)
  await page.getByText('Request id: r-1').waitFor()
  expect(await findBarriers(page)).toEqual([])
  isOverloaded = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Success rate').waitFor()
  await page.context().close()
})

test('a rejected selection, a failure and an unreachable server are explained', async () => {
  const { page } = await openPage(browser)
  const answers = [
    { status: 400, code: 'QUERY_TOO_COMPLEX', title: 'This selection is too large' },
    { status: 500, code: 'INTERNAL_SERVER_ERROR', title: 'The server failed' },
    { status: 429, code: 'RATE_LIMITED', title: 'Too many requests' },
  ]
  for (const { status, code, title } of answers) {
    await page.route('**/graphql', (route) =>
      route.fulfill({ status, json: { errors: [{ message: 'why', extensions: { code } }] } }),
    )
    await page.goto(site.url)
    await page.getByRole('alert').getByText(title).waitFor()
    await page.unroute('**/graphql')
  }
  await page.route('**/graphql', (route) => route.abort())
  await page.goto(site.url)
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
  await page.context().close()
})

test('a view that fails to refresh keeps its data and says that it may be outdated', async () => {
  const { page } = await openPage(browser)
  await page.goto(site.url)
  await page.getByText('Success rate').waitFor()
  await page.route('**/graphql', (route) => route.abort())
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await page.getByRole('alert').getByText('may be outdated').waitFor()
  await expect.poll(() => page.getByText('Success rate').count()).toBe(1)
  await page.context().close()
})

const signToken = (secret: string, scope: string): Promise<string> =>
  new SignJWT({ sub: 'anna', scope, exp: now().getTime() / 1000 + 3600 })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))

test('a server with tokens asks for one, which lasts as long as the tab', async () => {
  const secret = 'a secret of at least thirty-two bytes'
  const closed = await startTestSite({ now, access: { mode: 'required', jwtSecret: secret, corsOrigins: [] } })
  await store(closed.db, 'message', [{ id: 'm1', timestamp: now() }])
  const { page, requests } = await openPage(browser)
  await page.goto(closed.url)
  const field = page.getByLabel('API token or JSON Web Token')
  await field.waitFor()
  expect(await findBarriers(page)).toEqual([])

  await field.fill('wrong')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('did not accept this token').waitFor()

  await field.fill(await signToken(secret, 'export'))
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('Your token does not allow this').waitFor()
  await page.getByRole('button', { name: 'Use another token' }).click()

  await field.fill(await signToken(secret, 'read'))
  await page.keyboard.press('Enter')
  await page.getByText('Success rate').waitFor()
  await page.reload()
  await page.getByText('Success rate').waitFor()
  expect(requests.filter((url) => url.includes('eyJ'))).toEqual([])
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('eyJ')

  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Forget the token' }).click()
  await field.waitFor()
  await page.context().close()
  await closed.close()
})
