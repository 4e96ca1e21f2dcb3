import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    await store(db, 'message', [
      { id: 'question-1', timestamp: at(300), messageContent: 'Where is my order?', sessionId: 's1' },
      { id: 'answer-1', timestamp: at(299), messageContent: 'On its way.', sessionId: 's1', role: 'assistant' },
    ])
    await store(db, 'llmCall', [{ id: 'c1', timestamp: at(299), messageId: 'question-1', modelName: 'gpt-4o' }])
    const likes = Array.from({ length: 55 }, (_, index) => ({
      id: `like-${index}`,
      timestamp: at(index),
      botId: 'bot-2',
      botName: 'Sales',
      messageId: null,
      platform: 'telegram',
    }))
    await store(db, 'feedback', [
      ...likes,
      {
        id: 'dislike',
        timestamp: at(200),
        type: 2,
        messageId: 'answer-1',
        sessionId: 's1',
        content: 'That does not help',
        inaccurateReasons: '["Too short","Not correct"]',
      },
      { id: 'dislike-2', timestamp: at(210), type: 2, messageId: null, inaccurateReasons: '["Too short"]' },
      { id: 'before', timestamp: at(60 * 24 * 10), type: 2, messageId: null },
      { id: 'unknown-before', timestamp: at(60 * 24 * 10), type: 3, messageId: null },
    ])
  })
})
afterAll(() => view.close())

const readList = () => view.readTable('Rated replies')

test('the satisfaction in total, by bot and by model, and the reasons of dislikes, in two requests', async () => {
  await view.open('/feedback')
  await view.page.getByText('57 found').waitFor()
  await expect
    .poll(() => view.page.locator('main dl dd > span:first-child').allInnerTexts())
    .toEqual(expect.arrayContaining(['96.5%', '57', '55', '2']))
  await expect
    .poll(() => view.readTable('By bot'))
    .toEqual([
      ['Sales', '100.0%', '55', '0'],
      ['Bot', '0.0%', '0', '2'],
    ])
  await expect
    .poll(() => view.readTable('By model'))
    .toEqual([
      ['unknown', '98.2%', '55', '1'],
      ['gpt-4o', '0.0%', '0', '1'],
    ])
  await expect
    .poll(() => view.readTable('Reasons for dislikes'))
    .toEqual([
      ['Too short', '100.0%', '2'],
      ['Not correct', '50.0%', '1'],
    ])
  await expect.poll(view.countRequests).toBe(2)
})

test('the chart has the satisfaction, or the ratings, of each day', async () => {
  const { page } = view
  const readLast = async () => {
    const chart = page.getByRole('slider', { name: 'Over time' })
    await chart.focus()
    await page.keyboard.press('End')
    return chart.getAttribute('aria-valuetext')
  }
  await expect.poll(readLast).toBe('Jun 5, 2026, Satisfaction 96.5%, Comparison –')
  await page.getByRole('radio', { name: 'Ratings' }).check({ force: true })
  await expect.poll(readLast).toBe('Jun 5, 2026, Likes 55, Dislikes 2, Comparison 0')
  expect(view.search()).toEqual({ chart: 'ratings' })
  for (let days = 0; days < 3; days += 1) await page.keyboard.press('ArrowLeft')
  await expect
    .poll(() => page.getByRole('slider', { name: 'Over time' }).getAttribute('aria-valuetext'))
    .toBe('Jun 2, 2026, Likes 0, Dislikes 0, Comparison 1')
})

test('rated replies are listed page by page, and filtered by rating', async () => {
  const { page } = view
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(async () => (await readList()).length).toBe(7)
  await page.getByRole('button', { name: 'Rating: All' }).click()
  await page.getByText('Dislike2', { exact: true }).waitFor()
  await page.getByRole('checkbox', { name: 'Dislike' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('2 found').waitFor()
  await expect
    .poll(async () => (await readList()).slice(0, 1))
    .toEqual([
      [
        'Jun 5, 2026, 09:10',
        'Dislike',
        'Where is my order?',
        'That does not help',
        'Too short, Not correct',
        'gpt-4o',
        'Bot',
      ],
    ])
  expect(view.search()).toEqual({ chart: 'ratings', rating: 'DISLIKE' })
  await expect.poll(() => view.readTable('By bot')).toHaveLength(2)
})

test('a rated reply is opened by keyboard, with its question', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Jun 5, 2026, 09:10' }).focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Rated reply' })
  for (const text of ['Where is my order?', 'On its way.', 'That does not help'])
    await details.getByText(text).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.reload()
  await details.getByText('On its way.').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => view.search()['open']).toBeUndefined()
})

test('a link opens a rating of another page, and says if there is none', async () => {
  const { page } = view
  const details = page.getByRole('dialog', { name: 'Rated reply' })
  await view.open('/feedback?rating=LIKE&open=dislike')
  await details.getByText('That does not help').waitFor()
  await expect.poll(view.countRequests).toBe(3)
  await view.open('/feedback?open=dislike-2')
  await details.getByText('The rated reply is not stored.').waitFor()
  await view.open('/feedback?open=none')
  await details.getByText('This record does not exist').waitFor()
  await view.open('/feedback?rating=DISLIKE')
  await page.getByText('2 found').waitFor()
})

test('exports what is shown', async () => {
  const lines = await view.download('Export CSV')
  expect([lines.length, lines[1]?.includes('That does not help')]).toEqual([3, true])
})

test('a bot is selected for all views', async () => {
  await view.page.getByRole('region', { name: 'By bot' }).getByRole('button', { name: 'Sales' }).click()
  await expect.poll(() => view.search()['bot']).toBe('bot-2')
  await expect.poll(() => view.readTable('By bot')).toEqual([['Sales', '100.0%', '55', '0']])
})

test('nothing, and a failure, say what to do', async () => {
  const { page } = view
  await view.open('/feedback?q=nothing')
  await page.getByText('Choose a longer time range, or remove a filter.').first().waitFor()
  await page.route('**/graphql', (route) =>
    route.fulfill({ status: 403, json: { errors: [{ message: 'why', extensions: { code: 'FORBIDDEN' } }] } }),
  )
  await view.open('/feedback')
  await page.getByText('Your token does not allow this').first().waitFor()
  await page.unroute('**/graphql')
})

test('for everybody, in both languages', async () => {
  await view.open('/feedback')
  await view.page.evaluate(() => localStorage.setItem('botlens:language', 'zh-CN'))
  expect(await view.findBarriersOf('/feedback?chart=ratings', '共 57 条')).toEqual([])
  await view.page.evaluate(() => localStorage.clear())
  expect(view.findProblems().filter((text) => !text.includes('403'))).toEqual([])
})
