import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { findBarriers, openPage, startBrowser, startTestSite, type TestSite } from './browser.ts'
import type { OpenTestDatabase } from './database.ts'

/** A page of the dashboard on a server with its own database. */
export interface DashboardPage {
  readonly site: TestSite
  readonly page: Page
  /** Opens a view by its path. */
  readonly open: (path: string) => Promise<void>
  /** The texts of the cells of a table, row by row. */
  readonly readTable: (name: string) => Promise<readonly (readonly string[])[]>
  /** The search parameters of the URL. */
  readonly search: () => Record<string, string>
  /** Presses a button, and returns the lines of the file that is downloaded. */
  readonly download: (button: string) => Promise<readonly string[]>
  /** The requests to the API since the last view was opened. */
  readonly countRequests: () => number
  /** What hinders people on a view: with axe in both themes, and whether it scrolls sideways on a phone. */
  readonly findBarriersOf: (path: string, text: string) => Promise<readonly string[]>
  /** Errors in the console, exceptions, and requests to other origins. */
  readonly findProblems: () => readonly string[]
  readonly close: () => Promise<void>
}

/** Starts a server with rows at a time, and opens a page of 1280 pixels in English and UTC. */
export const openDashboard = async (
  now: Date,
  fill: (db: OpenTestDatabase) => Promise<unknown>,
): Promise<DashboardPage> => {
  const browser = await startBrowser()
  const site = await startTestSite({ now: () => now })
  await fill(site.db)
  const { page, requests, problems } = await openPage(browser, { viewport: { width: 1280, height: 900 } })
  let opened = 0
  const open = async (path: string) => {
    opened = requests.length
    await page.goto(`${site.url}${path}`)
  }
  return {
    site,
    page,
    open,
    readTable: (name) =>
      page
        .getByRole('region', { name, exact: true })
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())),
        ),
    search: () => Object.fromEntries(new URL(page.url()).searchParams),
    download: async (button) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ])
      return readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n')
    },
    countRequests: () => requests.slice(opened).filter((url) => url.endsWith('/graphql')).length,
    findBarriersOf: async (path, text) => {
      const found: string[] = []
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await open(path)
        await page.getByText(text).first().waitFor()
        found.push(...(await findBarriers(page)))
      }
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 390, height: 844 })
      await open(path)
      await page.getByText(text).first().waitFor()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 390) found.push(`${path} is ${width} pixels wide`)
      await page.setViewportSize({ width: 1280, height: 900 })
      return found
    },
    findProblems: () => [
      ...problems,
      ...requests.filter((url) => !url.startsWith(`${site.url}/`) && !url.startsWith('blob:')),
    ],
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}
