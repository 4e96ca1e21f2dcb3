import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type App, createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { type TestAppOptions, testLimits } from './app.ts'
import { type OpenTestDatabase, openTestDatabase } from './database.ts'
import { type Listening, listen } from './listen.ts'

/** Starts Chromium without a window. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    timeout: 120_000,
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A server with its own database, which a browser can open. */
export interface TestSite extends Listening {
  readonly app: App
  readonly db: OpenTestDatabase
  /** Starts another server on the same database, with other options, which is closed with this one. */
  readonly serve: (options: TestAppOptions) => Promise<Listening>
}

/** Starts a server on a new, empty database. */
export const startTestSite = async (options: TestAppOptions = {}): Promise<TestSite> => {
  const db = await openTestDatabase()
  const makeApp = (given: TestAppOptions) =>
    createApp({ db, logger: makeLogger('silent'), limits: testLimits, ...options, ...given })
  const app = makeApp({})
  const listening = await listen(app)
  const others: Listening[] = []
  return {
    ...listening,
    app,
    db,
    serve: async (given) => {
      const other = await listen(makeApp(given))
      others.push(other)
      return other
    },
    close: async () => {
      await Promise.all([listening, ...others].map((server) => server.close()))
      await db.close()
    },
  }
}

/** A page, with what it requested and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page
  /** The URLs that were requested. */
  readonly requests: readonly string[]
  /** Errors in the console, among them reports of the content security policy, and exceptions. */
  readonly problems: string[]
}

/** Opens an empty page in a context of its own. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> => {
  const context = await browser.newContext({ locale: 'en', timezoneId: 'UTC', colorScheme: 'light', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const requests: string[] = []
  const problems: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return { page, requests, problems }
}

/** Finds what hinders people with disabilities on a page, with axe: the rules that are violated and where. */
export const findBarriers = async (page: Page): Promise<readonly string[]> => {
  // The content security policy of the page applies to scripts that the page adds, not to this.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run()
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
  })
}
