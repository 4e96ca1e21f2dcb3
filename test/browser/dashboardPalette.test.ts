import type { Locator, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from '../support/browser.ts'
import { storeConversations } from '../support/dashboardConversations.ts'
import { type DashboardPage, openDashboard } from '../support/dashboardPage.ts'
import { store } from '../support/factories.ts'

const now = new Date('2026-06-05T12:30:00Z')
const longAgo = new Date('2026-03-01T08:00:00Z')

let view: DashboardPage
beforeAll(async () => {
  view = await openDashboard(now, async (db) => {
    await storeConversations(db, now)
    await store(db, 'message', [
      { id: 'old', timestamp: longAgo, userId: 'old/user', userName: 'Olga', sessionId: 'person/1' },
    ])
  })
})
afterAll(() => view.close())

const dialog = () => view.page.getByRole('dialog', { name: 'Search and jump' })
const input = () => dialog().getByRole('combobox', { name: 'View, ID or user name' })
const button = () => view.page.getByRole('button', { name: 'Search and jump' })
const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)
/** The lines of the options. */
const readOptions = async () =>
  (await dialog().getByRole('option').allInnerTexts()).map((text) => text.split('\n').filter(Boolean))
const find = async (text: string, path = '/tokens') => {
  await view.open(path)
  await button().waitFor()
  await view.page.keyboard.press('Control+k')
  await input().fill(text)
}
const path = () => decodeURIComponent(new URL(view.page.url()).pathname)
const viewNames = ['Overview', 'Tokens', 'Conversations', 'Model calls', 'Tool calls', 'Errors', 'Feedback', 'Explore']

describe('the palette', () => {
  test('opens by its button, lists the views, and closes', async () => {
    await view.open('/tokens?bot=bot-2')
    await button().click()
    await input().waitFor()
    await expect.poll(readOptions).toEqual(viewNames.map((name) => [name]))
    await expect.poll(() => isFocused(input())).toBe(true)
    await view.page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(() => isFocused(button())).toBe(true)
    await button().click()
    await dialog().getByRole('button', { name: 'Close' }).click()
    await dialog().waitFor({ state: 'hidden' })
  })

  test('opens and closes by both shortcuts, and is used by keyboard alone', async () => {
    const { keyboard } = view.page
    for (const shortcut of ['Control+k', 'Meta+k']) {
      await keyboard.press(shortcut)
      await input().waitFor()
      await keyboard.press(shortcut)
      await dialog().waitFor({ state: 'hidden' })
    }
    await keyboard.press('Control+k')
    await input().waitFor()
    await keyboard.type('CALLS')
    await expect.poll(readOptions).toEqual([['Model calls'], ['Tool calls']])
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect.poll(path).toBe('/tool-calls')
    expect(view.search()).toEqual({ bot: 'bot-2' })
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(() => isFocused(button())).toBe(true)
  })

  test('finds views by their names in the other language', async () => {
    await find('概览')
    await expect.poll(readOptions).toEqual([['Overview']])
  })
})

describe('an id', () => {
  test('of a session leads to the session', async () => {
    await find(' group-1 ')
    await expect.poll(readOptions).toEqual([['group-1', 'Alice · Jun 5, 2026, 12:20', 'Session']])
    await view.page.keyboard.press('Enter')
    await expect.poll(path).toBe('/conversations/sessions/group-1')
    await view.page.getByLabel('Session statistics').waitFor()
  })

  test('of a session that is not stored leads to its turns', async () => {
    await find('unstored')
    await expect.poll(readOptions).toEqual([['unstored', 'Alice · Jun 4, 2026, 11:25', 'Session']])
    await dialog().getByRole('option').click()
    await view.page.getByText('Lost question').waitFor()
  })

  test('of a message leads to its turn', async () => {
    await find('r')
    await expect.poll(readOptions).toContainEqual(['r', 'It costs $5. <b>not bold</b> · Jun 5, 2026, 12:25', 'Message'])
    await dialog().getByRole('option', { name: 'It costs $5.' }).click()
    await expect.poll(path).toBe('/conversations/turns/r')
    await view.page.getByText('What does it cost?').first().waitFor()
  })

  test('of an LLM call leads to the call', async () => {
    await find('c2', '/conversations/turns/q?bot=bot-1')
    await expect.poll(readOptions).toEqual([['c2', 'gpt-4o · Jun 5, 2026, 12:25', 'LLM call']])
    await view.page.keyboard.press('Enter')
    await view.page.getByRole('dialog', { name: 'LLM call' }).getByText('overloaded').waitFor()
    expect([path(), view.search()]).toEqual(['/model-calls', { bot: 'bot-1', open: 'c2' }])
    await expect
      .poll(() => view.page.evaluate(() => document.activeElement?.closest('[role=dialog]')?.textContent))
      .toContain('overloaded')
  })

  test('of a user leads to the turns of the user, in the selected range if there are any', async () => {
    await find('user-1', '/tokens?last=P7D&compare=NONE')
    await dialog().getByRole('option', { name: 'User' }).click()
    await view.page.getByText('122 found').waitFor()
    expect([path(), view.search()]).toEqual(['/conversations', { last: 'P7D', compare: 'NONE', user: 'user-1' }])
    await find('old/user', '/tokens?bot=bot-2&zone=Asia/Shanghai')
    await expect.poll(readOptions).toContainEqual(['old/user', 'Olga · Mar 1, 2026, 16:00', 'User'])
    await dialog().getByRole('option', { name: 'User' }).click()
    await view.page.getByText('1 found').waitFor()
    expect(view.search()).toEqual({
      from: '2026-01-30T08:00:00.000Z',
      to: longAgo.toISOString(),
      zone: 'Asia/Shanghai',
      user: 'old/user',
    })
  })

  test('can be a part of the id, or the name of the user, of a session', async () => {
    await find('oup-')
    await expect.poll(readOptions).toEqual([['group-1', 'Alice · Jun 5, 2026, 12:20', 'Session']])
    await input().fill('ALICE')
    await expect.poll(async () => (await readOptions()).map(([title]) => title)).toEqual(['person/1', 'group-1'])
  })

  test('that no record has, is answered with what can be searched for', async () => {
    await find('nowhere')
    await dialog().getByText('Nothing found').waitFor()
    await dialog().getByText('Enter the name of a view, the complete ID of a session').waitFor()
    await expect.poll(readOptions).toEqual([])
  })
})

describe('requests', () => {
  const readIds = (bodies: readonly string[]) =>
    bodies
      .filter((body) => body.includes('DashboardFind'))
      .map((body) => (JSON.parse(body) as { variables: { id: string } }).variables.id)

  test('are one for each pause in typing, and aborted when the text changes', async () => {
    const { page } = view
    const bodies: string[] = []
    const failed: string[] = []
    const onRequest = (request: Request) => bodies.push(request.postData() ?? '')
    const onFailed = (request: Request) => failed.push(request.postData() ?? '')
    await find('')
    await page.waitForLoadState('networkidle')
    page.on('request', onRequest).on('requestfailed', onFailed)
    await page.route('**/graphql', (route) =>
      readIds([route.request().postData() ?? '{}'])[0] === 'slow-id' ? undefined : route.continue(),
    )
    // Both at once, so that no pause is between them.
    await input().evaluate(
      (element, typed) => {
        const descriptor = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
        for (const text of typed) {
          descriptor?.set?.call(element, text)
          element.dispatchEvent(new Event('input', { bubbles: true }))
        }
      },
      ['slow', 'slow-id'],
    )
    await dialog().getByText('Searching…').waitFor()
    await expect.poll(() => readIds(bodies)).toEqual(['slow-id'])
    await input().fill('group-1')
    await expect.poll(async () => (await readOptions()).length).toBe(1)
    await expect.poll(() => [readIds(bodies), readIds(failed)]).toEqual([['slow-id', 'group-1'], ['slow-id']])
    page.off('request', onRequest).off('requestfailed', onFailed)
    await page.unroute('**/graphql')
  })

  test('that fail are explained and can be repeated', async () => {
    const { page } = view
    await find('')
    await page.waitForLoadState('networkidle')
    await page.route('**/graphql', (route) =>
      route.fulfill({ json: { errors: [{ message: 'why', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } }),
    )
    await input().fill('c1')
    await dialog().getByRole('alert').getByText('The server failed').waitFor()
    await page.unroute('**/graphql')
    await dialog().getByRole('button', { name: 'Try again' }).click()
    await expect.poll(readOptions).toEqual([['c1', 'gpt-4o · Jun 5, 2026, 12:25', 'LLM call']])
    await expect.poll(() => isFocused(input())).toBe(true)
  })
})

describe('for everybody', () => {
  test('it opens over the details of a record, and Escape closes it alone', async () => {
    const { page } = view
    await view.open('/model-calls?open=c2')
    const details = page.getByRole('dialog', { name: 'LLM call' })
    await details.getByText('overloaded').waitFor()
    await page.keyboard.press('Control+k')
    await input().waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await details.getByText('overloaded').waitFor()
    expect(view.search()).toEqual({ open: 'c2' })
    await page.keyboard.press('Control+k')
    await input().fill('c1')
    await dialog().getByRole('option').click()
    await expect.poll(view.search).toEqual({ open: 'c1' })
    await details.getByText('c1', { exact: true }).waitFor()
  })

  test('axe finds nothing, in light and dark, and on a phone nothing scrolls sideways', async () => {
    const { page } = view
    await page.setViewportSize({ width: 390, height: 844 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await find('')
      expect(await findBarriers(page)).toEqual([])
      await input().fill('Alice')
      await expect.poll(async () => (await readOptions()).length).toBe(2)
      expect(await findBarriers(page)).toEqual([])
      await input().fill('nowhere')
      await dialog().getByText('Nothing found').waitFor()
      expect(await findBarriers(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 900 })
    expect(view.findProblems().filter((problem) => !problem.includes('500'))).toEqual([])
  })

  test('all is there in Chinese', async () => {
    const { page } = await view.openPage({ locale: 'zh-CN' })
    await page.goto(view.site.url)
    await page.getByRole('button', { name: '搜索与跳转' }).click()
    await page.getByRole('combobox', { name: '视图、ID 或用户名' }).fill('c1')
    await page.getByRole('option', { name: 'LLM 调用' }).waitFor()
    await page.getByRole('combobox').fill('nowhere')
    await page.getByText('未找到任何内容').waitFor()
    await page.context().close()
  })
})
