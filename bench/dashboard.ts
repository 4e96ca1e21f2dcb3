import { type Browser, chromium, type Page } from 'playwright-core'
import type { Bench } from './bench.ts'
import { median } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const rounds = 7

/** Time ranges that end with the data of the benchmark. */
const views = {
  'overview, 24 hours': '/?from=2026-05-31T00:00Z&to=2026-06-01T00:00Z',
  'overview, 7 days': '/?from=2026-05-25T00:00Z&to=2026-06-01T00:00Z',
  'overview, 30 days': '/?from=2026-05-02T00:00Z&to=2026-06-01T00:00Z',
  'tokens, 30 days': '/tokens?from=2026-05-02T00:00Z&to=2026-06-01T00:00Z',
}

/** A page of the largest size. */
const longList = '/conversations?from=2026-05-25T00:00Z&to=2026-06-01T00:00Z&size=1000'
/** Frames of scrolling through it, and pixels that each scrolls: about five screens a second. */
const [scrollFrames, scrollPixels] = [600, 75]

interface Opened {
  readonly paint: number
  readonly metrics: number
  readonly all: number
  readonly longestTask: number
  readonly shift: number
  readonly requests: number
}

/** What the browser observed since the page was opened. */
interface Observed {
  /** Milliseconds of tasks of more than 50 ms. */
  readonly tasks: number[]
  /** Sum of the shares of the page that moved without input. */
  shift: number
}

/** Collects long tasks and layout shifts from the start of the navigation. */
const observe = (): void => {
  const observed: Observed = { tasks: [], shift: 0 }
  Object.assign(window, { observed })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) observed.tasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
      if (!hadRecentInput) observed.shift += value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

const readObserved = (page: Page): Promise<Observed> =>
  page.evaluate(() => (window as unknown as { observed: Observed }).observed)

/** Opens an empty page in a browser without cached files. */
const openPage = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'UTC', locale: 'en' })
  await context.addInitScript(observe)
  return context.newPage()
}

/** Opens a view, and measures milliseconds from the start of the navigation. */
const open = async (browser: Browser, url: string): Promise<Opened> => {
  const page = await openPage(browser)
  let requests = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) requests += 1
  })
  const elapsed = () => page.evaluate(() => performance.now())
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('main dl').waitFor()
  const metrics = await elapsed()
  await page.waitForLoadState('networkidle')
  // The end of the last response, since “idle” is noticed half a second later.
  const [paint, all] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    Math.max(
      ...performance.getEntriesByType('resource').map((entry) => (entry as PerformanceResourceTiming).responseEnd),
    ),
  ])
  const { tasks, shift } = await readObserved(page)
  await page.context().close()
  return {
    ...{ paint: paint ?? Number.NaN, metrics, all: all ?? Number.NaN },
    ...{ longestTask: Math.max(0, ...tasks), shift, requests },
  }
}

/** Scrolls through a page of 1,000 turns, and returns the milliseconds between its frames. */
const scroll = async (browser: Browser, url: string) => {
  const page = await openPage(browser)
  await page.goto(url)
  const table = page.getByRole('table')
  await table.locator('tbody tr').nth(20).waitFor()
  const before = (await readObserved(page)).tasks.length
  const frames = await page.evaluate(
    async ([count, pixels]) => {
      const times: number[] = []
      while (times.length <= count) {
        times.push(await new Promise<number>((resolve) => requestAnimationFrame(resolve)))
        window.scrollBy(0, pixels)
      }
      return times.slice(1).map((after, index) => after - (times[index] ?? 0))
    },
    [scrollFrames, scrollPixels] as const,
  )
  const { tasks } = await readObserved(page)
  const rows = Number(await table.getAttribute('aria-rowcount')) - 1
  await page.context().close()
  return { rows, frames: frames.toSorted((a, b) => a - b), tasks: tasks.slice(before) }
}

/** Measures how the dashboard opens and scrolls at a million LLM calls, in headless Chromium on the same machine. */
export const benchDashboard = async (bench: Bench): Promise<BenchTable> => {
  const server = await startServerProcess(await bench.filled(1_000_000))
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  const table: BenchTable = {}
  for (const [name, path] of Object.entries(views)) {
    await open(browser, `${server.url}${path}`)
    const opened: Opened[] = []
    for (let round = 0; round < rounds; round += 1) opened.push(await open(browser, `${server.url}${path}`))
    const middle = (key: keyof Opened) => Math.round(median(opened.map((one) => one[key])))
    const most = (key: keyof Opened) => Math.round(Math.max(...opened.map((one) => one[key])))
    table[name] = {
      'first paint ms': middle('paint'),
      'key metrics ms': middle('metrics'),
      'key metrics, slowest': most('metrics'),
      'all data ms': middle('all'),
      requests: most('requests'),
      'longest task ms': middle('longestTask'),
      'layout shift': Math.round(1000 * Math.max(...opened.map(({ shift }) => shift))) / 1000,
    }
  }
  const { rows, frames, tasks } = await scroll(browser, `${server.url}${longList}`)
  table[`scrolling ${rows} turns`] = {
    frames: frames.length,
    'frame ms': Math.round(median(frames)),
    'frame p95 ms': Math.round(frames[Math.floor(frames.length * 0.95)] ?? 0),
    'frame, most': Math.round(frames.at(-1) ?? 0),
    'long tasks': tasks.length,
  }
  await browser.close()
  await server.stop()
  return table
}
