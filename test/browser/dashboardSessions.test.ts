import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  findBarriers,
  openPage,
  startBrowser,
  startTestSite,
  type TestSite,
  type WatchedPage,
} from '../support/browser.ts'
import { storeConversations } from '../support/dashboardConversations.ts'

const now = new Date('2026-06-05T12:30:00Z')

let browser: Browser
let site: TestSite
let watched: WatchedPage
beforeAll(async () => {
  browser = await startBrowser()
  site = await startTestSite({ now: () => now })
  await storeConversations(site.db, now)
  watched = await openPage(browser, { viewport: { width: 1600, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const open = (path: string) => watched.page.goto(`${site.url}${path}`)
const readRows = (name: string) =>
  watched.page
    .getByRole('region', { name, exact: true })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())))
const questions = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Question ${from + index}`)
const search = () => Object.fromEntries(new URLSearchParams(new URL(watched.page.url()).search))

describe('sessions', () => {
  test('are rows with what the API returns, and can be exported', async () => {
    const { page } = watched
    await open('/conversations/sessions')
    await page.getByText('2 found').waitFor()
    await expect
      .poll(() => readRows('Sessions'))
      .toEqual([
        [
          'Jun 5, 2026, 12:25',
          'Alice',
          'Active',
          '1\n1 error\n1\n1 dislike\n1\n1 like',
          'person',
          'Sales',
          'Pipeline',
          '3',
          '4.0s',
          '240',
          '$0.0020',
        ],
        ['Jun 5, 2026, 12:20', 'Alice', 'Ended', '', 'group', 'Bot', 'Pipeline', '228', '2.0h', '0', '$0.0000'],
      ])
    await page.getByRole('button', { name: 'State: State' }).click()
    await page.getByText('Ended1', { exact: true }).waitFor()
    await page.getByRole('checkbox', { name: 'Ended' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('1 found').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    expect([lines.length, lines[1]?.includes('group-1')]).toEqual([2, true])
  })

  test('are conversations, page by page in either order', async () => {
    const { page } = watched
    await page.getByRole('link', { name: 'Jun 5, 2026, 12:20' }).click()
    const figures = page.getByLabel('Metrics of the session')
    await figures.waitFor()
    await expect
      .poll(() => figures.locator('dd').allInnerTexts())
      .toEqual(['120', '228', '0', '$0.00', '1.0s', '1.0s', '0', '0 / 0'])
    const readTurns = () => page.getByText(/^Question \d+$/).allInnerTexts()
    await expect.poll(readTurns).toEqual(questions(70, 119).toReversed())
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect.poll(readTurns).toEqual(questions(20, 69).toReversed())
    await page.getByText('Newest first').click()
    await expect.poll(readTurns).toEqual(questions(0, 49))
    expect(search()).toEqual({ order: 'newest' })
    await page
      .getByRole('link', { name: /^Trace of the turn/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Turn' }).getByText('Question 0').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(search).toEqual({ order: 'newest' })
    expect(await findBarriers(page)).toEqual([])
  })

  test('that are not stored have the turns that name them', async () => {
    await open('/conversations/sessions/nowhere')
    await watched.page.getByText('This session does not exist').waitFor()
    await open('/conversations/sessions/unstored')
    await watched.page.getByText('Lost question').waitFor()
  })
})

describe('for everybody', () => {
  test('axe finds nothing, in light and dark, and on a narrow screen nothing scrolls sideways', async () => {
    const { page, problems } = await openPage(browser, { viewport: { width: 390, height: 844 } })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const path of ['', '/sessions', '/turns/q?part=tool-t1', '/sessions/person%2F1']) {
        await page.goto(`${site.url}/conversations${path}`)
        await page.locator('main section').first().waitFor()
        await page.waitForLoadState('networkidle')
        expect(await findBarriers(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      }
    }
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('all is there in Chinese', async () => {
    const { page, problems } = await openPage(browser, { locale: 'zh-CN', viewport: { width: 1600, height: 900 } })
    await page.goto(`${site.url}/conversations/turns/q?part=model-c2`)
    await page.getByRole('heading', { level: 1, name: '对话轮次' }).waitFor()
    await page.getByRole('region', { name: '模型调用' }).getByText('overloaded').waitFor()
    await page.goto(`${site.url}/conversations`)
    await page.getByText('共 122 条').waitFor()
    await expect
      .poll(() => page.getByRole('columnheader').allInnerTexts())
      .toEqual(['时间', '提问与回复', '标记', '机器人、流水线、运行器', '等待时间', 'Token', '费用'])
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('without data, without permission and after a failure, it says what to do', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${site.url}/conversations?last=PT1H&bot=none`)
    await page.getByText('Choose a longer time range, or remove a filter.').waitFor()
    const answers = [
      { status: 403, code: 'FORBIDDEN', title: 'Your token does not allow this' },
      { status: 500, code: 'INTERNAL_SERVER_ERROR', title: 'The server failed' },
    ]
    for (const { status, code, title } of answers) {
      await page.route('**/graphql', (route) =>
        route.fulfill({ status, json: { errors: [{ message: 'why', extensions: { code } }] } }),
      )
      for (const path of ['', '/sessions', '/turns/q', '/sessions/person%2F1']) {
        await page.goto(`${site.url}/conversations${path}`)
        await page.getByRole('alert').getByText(title).waitFor()
      }
      await page.unroute('**/graphql')
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByLabel('Metrics of the session').waitFor()
    await page.context().close()
  })

  test('no request left the origin, and the console has no error', () => {
    expect(watched.requests.filter((url) => !url.startsWith(`${site.url}/`) && !url.startsWith('blob:'))).toEqual([])
    expect(watched.problems).toEqual([])
  })
})
