import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestAppOptions } from './app.ts'
import { findBarriers, openPage, startBrowser, startTestSite, type TestSite, type WatchedPage } from './browser.ts'
import type { OpenTestDatabase } from './database.ts'

/** A browser, and a server with its own database. */
export interface DashboardSite {
  readonly browser: Browser
  readonly site: TestSite
  /** Opens an empty page in a context of its own, of 1280 pixels, in English and UTC unless given. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<WatchedPage>
  readonly close: () => Promise<void>
}

/** Starts a browser, and a server with rows. */
export const startDashboard = async (
  fill: (db: OpenTestDatabase) => Promise<unknown>,
  options: TestAppOptions = {},
): Promise<DashboardSite> => {
  const start = async () => {
    const site = await startTestSite(options)
    await fill(site.db)
    return site
  }
  const [browser, site] = await Promise.all([startBrowser(), start()])
  return {
    browser,
    site,
    openPage: (given) => openPage(browser, { viewport: { width: 1280, height: 900 }, ...given }),
    close: async () => {
      await browser.close()
      await site.close()
    },
  }
}

/** A page of the dashboard on a server with its own database. */
export interface DashboardPage extends DashboardSite {
  readonly page: Page
  /** Opens a view by its path. */
  readonly open: (path: string) => Promise<void>
  /** The texts of the cells of a table, row by row. */
  readonly readTable: (name: string) => Promise<readonly (readonly string[])[]>
  /** The values of the key metrics by their labels. */
  readonly readCards: () => Promise<Readonly<Record<string, string>>>
  /** The search parameters of the URL. */
  readonly search: () => Record<string, string>
  /** Presses a button, and returns the lines of the file that is downloaded. */
  readonly download: (button: string) => Promise<readonly string[]>
  /** The requests to the API since the last view was opened. */
  readonly countRequests: () => number
  /** What hinders people on a view, in both themes, on a wide and a narrow screen, which also must not scroll sideways. */
  readonly findBarriersOf: (path: string, text: string) => Promise<readonly string[]>
  /** Errors in the console, exceptions, and requests to other origins. */
  readonly findProblems: () => readonly string[]
}

/** Starts a server with rows at a time, and opens a page of 1280 pixels, unless given, in English and UTC. */
export const openDashboard = async (
  now: Date,
  fill: (db: OpenTestDatabase) => Promise<unknown>,
  width = 1280,
): Promise<DashboardPage> => {
  const dashboard = await startDashboard(fill, { now: () => now })
  const { site } = dashboard
  const { page, requests, problems } = await dashboard.openPage({ viewport: { width, height: 900 } })
  let opened = 0
  const open = async (path: string) => {
    opened = requests.length
    await page.goto(`${site.url}${path}`)
  }
  return {
    ...dashboard,
    page,
    open,
    readTable: (name) =>
      page
        .getByRole('region', { name, exact: true })
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())),
        ),
    readCards: async () =>
      Object.fromEntries(
        await page
          .locator('main dl > div')
          .evaluateAll((cards) =>
            cards.map((card) => [
              card.querySelector('dt')?.textContent ?? '',
              card.querySelector('dd > span')?.textContent ?? '',
            ]),
          ),
      ),
    search: () => Object.fromEntries(new URL(page.url()).searchParams),
    download: (button) => readDownload(page, button),
    countRequests: () => requests.slice(opened).filter((url) => url.endsWith('/graphql')).length,
    findBarriersOf: async (path, text) => {
      await open(path)
      await page.getByText(text).first().waitFor()
      const found = [...(await findBarriersInThemes(page))]
      await page.setViewportSize({ width: 390, height: 844 })
      await open(path)
      await page.getByText(text).first().waitFor()
      const shown = await page.evaluate(() => document.documentElement.scrollWidth)
      if (shown > 390) found.push(`${path} is ${shown} pixels wide`)
      found.push(...(await findBarriersInThemes(page)))
      await page.setViewportSize({ width, height: 900 })
      return found
    },
    findProblems: () => [
      ...problems,
      ...requests.filter((url) => !url.startsWith(`${site.url}/`) && !url.startsWith('blob:')),
    ],
  }
}

/** Presses a button, and returns the lines of the CSV file that is downloaded. */
export const readDownload = async (page: Page, button: string): Promise<readonly string[]> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  return readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n')
}

/** Finds what hinders people with disabilities on what is shown, in both themes, with axe. */
export const findBarriersInThemes = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, colorScheme)
    // Colours that change slowly would be measured in between.
    await page.evaluate(() => {
      const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
      return Promise.allSettled(transitions.map(({ finished }) => finished))
    })
    found.push(...(await findBarriers(page)).map((barrier) => `${colorScheme}: ${barrier}`))
  }
  return found
}

/** Selects one of the options of a picker, by the label of the picker. */
export const selectOption = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${label}(: |$)`) }).click()
  await page.getByRole('dialog', { name: label, exact: true }).getByRole('radio', { name: option, exact: true }).click()
}
