import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { storeConversations } from '../support/dashboardConversations.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, (db) => storeConversations(db, now), 1600)
})
afterAll(() => view.close())

const questions = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Question ${from + index}`)

describe('sessions', () => {
  test('are rows with what the API returns, and can be exported', async () => {
    const { page } = view
    await view.open('/conversations/sessions')
    await page.getByText('2 found').waitFor()
    await expect
      .poll(() => view.readTable('Sessions'))
      .toEqual([
        [
          'Jun 5, 2026, 12:25',
          'Alice',
          'Active',
          '1\n1 error\n1\n1 dislike\n1\n1 like',
          'Person',
          'Sales',
          'Pipeline',
          '3',
          '4.0s',
          '240',
          '$0.0020',
        ],
        ['Jun 5, 2026, 12:20', 'Alice', 'Ended', '', 'Group', 'Bot', 'Pipeline', '228', '2.0h', '0', '$0.0000'],
      ])
    await page.getByRole('button', { name: 'State: All' }).click()
    await page.getByText('Ended1', { exact: true }).waitFor()
    await page.getByRole('checkbox', { name: 'Ended' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('1 found').waitFor()
    const lines = await view.download('Export CSV')
    expect([lines.length, lines[1]?.includes('group-1')]).toEqual([2, true])
  })

  test('are conversations, page by page in either order', async () => {
    const { page } = view
    await page.getByRole('link', { name: 'Jun 5, 2026, 12:20' }).click()
    const figures = page.getByLabel('Session statistics')
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
    expect(view.search()).toEqual({ order: 'newest' })
    await page
      .getByRole('link', { name: /^Trace of the turn/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Turn' }).getByText('Question 0').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(view.search).toEqual({ order: 'newest' })
    expect(await findBarriers(page)).toEqual([])
  })

  test('that are not stored have the turns that name them', async () => {
    await view.open('/conversations/sessions/nowhere')
    await view.page.getByText('This session does not exist').waitFor()
    await view.open('/conversations/sessions/unstored')
    await view.page.getByText('Lost question').waitFor()
  })
})

describe('for everybody', () => {
  test.each([
    ['', '122 found'],
    ['/sessions', '2 found'],
    ['/turns/q?part=tool-t1', 'get_price'],
    ['/sessions/person%2F1', 'price.pdf'],
  ])('axe finds nothing on /conversations%s, in light and dark, on a wide and a narrow screen', async (path, text) => {
    expect(await view.findBarriersOf(`/conversations${path}`, text)).toEqual([])
  })

  test('all is there in Chinese', async () => {
    const { page, problems } = await view.openPage({ locale: 'zh-CN', viewport: { width: 1600, height: 900 } })
    await page.goto(`${view.site.url}/conversations/turns/q?part=model-c2`)
    await page.getByRole('heading', { level: 1, name: '对话轮次' }).waitFor()
    await page.getByRole('region', { name: '模型调用' }).getByText('overloaded').waitFor()
    await page.goto(`${view.site.url}/conversations`)
    await page.getByText('共 122 条').waitFor()
    await expect
      .poll(() => page.getByRole('columnheader').allInnerTexts())
      .toEqual(['时间', '提问与回复', '标记', '机器人、流水线、运行器', '等待时间', 'Token', '费用'])
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('without data, without permission and after a failure, it says what to do', async () => {
    const { page } = await view.openPage()
    await page.goto(`${view.site.url}/conversations?last=PT1H&bot=none`)
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
        await page.goto(`${view.site.url}/conversations${path}`)
        await page.getByRole('alert').getByText(title).waitFor()
      }
      await page.unroute('**/graphql')
    }
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByLabel('Session statistics').waitFor()
    await page.context().close()
  })

  test('no request left the origin, and the console has no error', () => {
    expect(view.findProblems()).toEqual([])
  })
})
