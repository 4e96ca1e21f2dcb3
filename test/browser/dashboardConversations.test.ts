import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { storeConversations } from '../support/dashboardConversations.ts'
import { type DashboardPage, openDashboard, selectOption } from '../support/dashboardPage.ts'

const now = new Date('2026-06-05T12:30:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, (db) => storeConversations(db, now), 1600)
})
afterAll(() => view.close())

const readQuestions = async () => (await view.readTable('Turns')).map((row) => row[1]?.split('\n')[0])
const questions = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Question ${from + index}`)

describe('turns', () => {
  test('are rows with what the API returns', async () => {
    await view.open('/conversations')
    await view.page.getByText('122 found').waitFor()
    await expect
      .poll(async () => (await view.readTable('Turns')).slice(0, 2))
      .toEqual([
        [
          'Jun 5, 2026, 12:25',
          '> earlier@Sales @Bob What does it cost?[Image][File: price.pdf][Voice 12s]\nIt costs $5. <b>not bold</b>',
          '1\n1 error\n1\n1 dislike\n1\n1 like',
          'Sales\nPipeline · local-agent',
          '4.0s',
          '240',
          '$0.0020',
        ],
        ['Jun 5, 2026, 12:20', 'Question 0\nAnswer 0', '', 'Bot\nPipeline · local-agent', '1.0s', '0', '$0.0000'],
      ])
    expect(view.countRequests()).toBe(1)
    expect(await view.page.title()).toBe('Conversations · Botlens')
  })

  test('pages by cursor and of another size, which are URLs', async () => {
    const { page } = view
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect.poll(readQuestions).toEqual(questions(49, 98))
    await page.reload()
    await expect.poll(readQuestions).toEqual(questions(49, 98))
    await selectOption(page, 'Rows per page', '1,000 per page')
    await expect.poll(async () => (await readQuestions()).slice(1, 25)).toEqual(questions(0, 23))
    await page.keyboard.press('End')
    await page.getByText('Lost question').waitFor()
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe('123')
    await expect.poll(() => page.getByRole('row').last().getAttribute('aria-rowindex')).toBe('123')
    expect(view.search()).toEqual({ size: '1000' })
    await page.goBack()
    await expect.poll(readQuestions).toEqual(questions(49, 98))
  })

  test('are cards on a narrow screen, whose lines have names', async () => {
    const { page } = view
    await page.setViewportSize({ width: 390, height: 844 })
    await view.open('/conversations')
    const card = page.getByRole('region', { name: 'Turns', exact: true }).getByRole('listitem').first()
    await expect
      .poll(() =>
        card
          .locator('dl > div:has(dd:not(:empty)) > dt')
          .evaluateAll((names) => names.filter((name) => name.clientWidth > 1).map((name) => name.textContent)),
      )
      .toEqual(['Signals', 'Bot, pipeline, runner', 'Waiting time', 'Tokens', 'Cost'])
    await page.setViewportSize({ width: 1600, height: 900 })
  })

  test('filters with counts, search and order', async () => {
    const { page } = view
    await view.open('/conversations')
    await page.getByRole('button', { name: 'Errors: All' }).click()
    await page.getByText('Without errors121').waitFor()
    await page.getByRole('checkbox', { name: 'With errors' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('1 found').waitFor()
    await page.getByRole('button', { name: 'Errors: With errors' }).click()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Reply: All' }).click()
    await page.getByRole('checkbox', { name: 'Unanswered' }).click()
    await page.keyboard.press('Escape')
    await expect
      .poll(readQuestions)
      .toEqual([...questions(0, 119).filter((_, index) => index % 10 === 5), 'Lost question'])
    await expect
      .poll(async () => (await view.readTable('Turns'))[0]?.slice(1, 3))
      .toEqual(['Question 5\nNo reply', 'No reply'])
    await view.open('/conversations?runner=dify')
    await page.getByRole('button', { name: 'Errors: All' }).click()
    await page.getByText('With errors0', { exact: true }).waitFor()
    await page.getByText('Without errors1', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await view.open('/conversations?errors=yes&platform=person')
    await page.getByRole('button', { name: 'Platform: person' }).click()
    await page.getByText('Person1', { exact: true }).waitFor()
    await expect.poll(() => page.getByRole('checkbox', { name: 'group' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await view.open('/conversations?runner=dify&waiting=2000')
    await page.getByText('1 found').waitFor()
    await expect.poll(readQuestions).toEqual(['Question 118'])
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('answer 118')
    await expect.poll(view.search).toEqual({ runner: 'dify', waiting: '2000', q: 'answer 118' })
    await view.open('/conversations?sort=-tokens')
    await page.getByText('122 found').waitFor()
    await expect.poll(async () => (await view.readTable('Turns'))[0]?.[5]).toBe('240')
    await page.getByText('Exported newest first').waitFor()
  })

  test('are exported with the filter of the list', async () => {
    const { page } = view
    await view.open('/conversations?runner=dify')
    await page.getByText('1 found').waitFor()
    const lines = await view.download('Export CSV')
    expect([lines.length, lines[1]?.includes('Question 118,Answer 118')]).toEqual([2, true])
  })

  test('columns are chosen', async () => {
    const { page } = view
    await view.open('/conversations?column=time&column=user&column=question&column=reply&column=model')
    await expect
      .poll(async () => (await view.readTable('Turns'))[1])
      .toEqual(['Jun 5, 2026, 12:20', 'Alice', 'Question 0', 'Answer 0', ''])
    await expect
      .poll(() => page.getByRole('columnheader').allInnerTexts())
      .toEqual(['Time', 'User', 'Question', 'Reply', 'Model'])
  })
})

describe('a turn', () => {
  test('opens by keyboard, as a URL that back undoes', async () => {
    const { page } = view
    await view.open('/conversations')
    await page.getByRole('link', { name: 'Jun 5, 2026, 12:25' }).focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('dialog', { name: 'Turn' })
    await details.getByText('price.pdf').waitFor()
    expect(view.search()).toEqual({ open: 'q' })
    expect(await findBarriers(page)).toEqual([])
    await page.goBack()
    await details.waitFor({ state: 'detached' })
  })

  test('has its message chain, figures, variables and feedback', async () => {
    const { page } = view
    await view.open('/conversations/turns/q')
    const figures = page.getByLabel('Turn statistics')
    await figures.waitFor()
    await expect
      .poll(() => figures.locator('dd').allInnerTexts())
      .toEqual(['4.0s', '4.0s', '240', '$0.0020', '2', '1', '1'])
    const conversation = page.locator('section', { has: page.getByRole('heading', { name: 'Conversation' }) })
    const text = await conversation.innerText()
    for (const piece of ['earlier', '@Sales', 'photo.png', '1.5 kB', 'price.pdf', '2 MB', '12.0s', '<b>not bold</b>'])
      expect(text).toContain(piece)
    await page.getByText('"deep": [').waitFor()
    await page.getByText('Reasons: wrong price, outdated').waitFor()
    // Nothing of the media is loaded.
    expect(view.findProblems()).toEqual([])
  })

  test('has a trace that is used by keyboard, and as a table', async () => {
    const { page } = view
    await view.open('/conversations/turns/q')
    const steps = page.getByRole('list', { name: 'Trace' }).getByRole('button')
    await steps.first().waitFor()
    expect(await steps.evaluateAll((all) => all.map((step) => step.textContent?.trim()))).toEqual([
      'Question, after 0ms',
      'Embedding bge-m3, after 150ms 50ms',
      'Model call gpt-4o, after 200ms 1.0s',
      'Error TimeoutError, after 1.3s  failed',
      'Tool call get_price, after 1.7s 300ms',
      'Model call gpt-4o, after 2.0s 1.0s failed',
      'Reply, after 4.0s',
    ])
    await steps.first().focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    const tool = page.getByRole('region', { name: 'Tool call' })
    await tool.getByText('"amount": 12345678901234567890').waitFor()
    await expect.poll(() => tool.innerText()).toContain('Price list\nFive dollars')
    expect(view.search()).toEqual({ part: 'tool-t1' })
    await page.reload()
    await tool.waitFor()
    await steps.nth(3).click()
    await page.getByText('File "bot.py", line 1').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Show as table: Trace' }).click()
    await expect
      .poll(async () => (await view.readTable('Trace')).slice(1, 5))
      .toEqual([
        ['Embedding', 'bge-m3', 'Success', '12:25:00.200', '150ms', '50ms'],
        ['Model call', 'gpt-4o', 'Success', '12:25:01.200', '200ms', '1.0s'],
        ['Error', 'TimeoutError', '', '12:25:01.300', '1.3s', ''],
        ['Tool call', 'get_price', 'Success', '12:25:02.000', '1.7s', '300ms'],
      ])
  })

  test('leads to its model calls and its session', async () => {
    const { page } = view
    await view.open('/conversations/turns/q?part=model-c1')
    await page.getByRole('link', { name: 'Show in model calls' }).click()
    await page.getByRole('dialog', { name: 'LLM call' }).getByText('gpt-4o').first().waitFor()
    await page.getByRole('dialog').getByRole('link', { name: 'q', exact: true }).click()
    await page.getByRole('link', { name: 'person/1' }).click()
    await page.getByRole('heading', { level: 1, name: 'Session' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/conversations/sessions/person%2F1')
  })

  test('is found by any message of it; one that does not exist is explained', async () => {
    await view.open('/conversations/turns/r')
    await view.page.getByText('price.pdf').waitFor()
    await view.open('/conversations/turns/none')
    await view.page.getByText('This turn does not exist').waitFor()
  })
})

test('no request left the origin, and the console has no error', () => {
  expect(view.findProblems()).toEqual([])
})
