import type { Plugin } from 'graphql-yoga'

/** Headers of every answer. */
const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** What a page may load: its own marked scripts, and workers that they make. It may ask this server only. */
const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** The headers of a page whose scripts carry a nonce. */
export const pageHeaders = (nonce: string): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': pagePolicy(nonce),
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
})

/** Sets the headers that keep browsers from misusing answers. */
export const useSecurityHeaders = (): Plugin => ({
  onResponse: ({ response }) => {
    for (const [name, value] of Object.entries(always)) response.headers.set(name, value)
    if (!response.headers.has('Content-Security-Policy'))
      response.headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')
  },
})
