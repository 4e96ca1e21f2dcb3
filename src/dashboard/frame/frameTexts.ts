import { defineTexts } from '../i18n/texts.ts'

/** The title of a page whose path no view has. */
export const unknownTitle = defineTexts({ title: 'Page not found' }, { title: '页面不存在' })

/** The texts of the frame. */
export const frameTexts = defineTexts(
  {
    skip: 'Skip to content',
    navigation: 'Views',
    openNavigation: 'Open navigation',
    closeNavigation: 'Close navigation',
    settings: 'Settings',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    language: 'Language',
    graphiql: 'Open GraphiQL',
    signOut: 'Forget the token',
    unknownAdvice: 'No view has this address. Choose one in the navigation.',
    toOverview: 'Go to the overview',
    failureTitle: 'This view failed',
    failureAdvice: 'Reload the page. If the server was updated, this loads the new version.',
    reload: 'Reload',
    token: {
      title: 'This server requires a token',
      rejected: 'The server did not accept this token. It may be wrong, expired or revoked.',
      advice: 'Create one with the access scope “read”, and “export” for exports:',
      label: 'API token or JSON Web Token',
      submit: 'Continue',
      kept: 'It is kept in this tab until you close it.',
    },
  },
  {
    skip: '跳到内容',
    navigation: '视图',
    openNavigation: '打开导航',
    closeNavigation: '关闭导航',
    settings: '设置',
    theme: '主题',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
    language: '语言',
    graphiql: '打开 GraphiQL',
    signOut: '清除令牌',
    unknownAdvice: '没有使用此地址的视图，请在导航中选择一个。',
    toOverview: '前往概览',
    failureTitle: '此视图出错',
    failureAdvice: '请重新加载页面。如果服务器已更新，重新加载后即可使用新版本。',
    reload: '重新加载',
    token: {
      title: '此服务器需要令牌',
      rejected: '服务器未接受此令牌，它可能有误、已过期或已被吊销。',
      advice: '使用以下命令创建令牌，“read”权限用于读取，“export”权限用于导出：',
      label: 'API 令牌或 JSON Web Token',
      submit: '继续',
      kept: '令牌仅保存在此标签页中，关闭后即清除。',
    },
  },
)
