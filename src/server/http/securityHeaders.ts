/** Headers of every response. */
const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * The content security policy of a page: it may load the scripts with these hashes and the workers that they create,
 * and connect to this server only.
 */
const pagePolicy = (scriptHashes: readonly string[]): string =>
  [
    "default-src 'none'",
    ['script-src', ...scriptHashes.map((hash) => `'sha256-${hash}'`), 'blob:'].join(' '),
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const dashboardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of the dashboard's page, which loads files of this server only and has no inline scripts or styles. */
export const dashboardHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': dashboardPolicy,
  'X-Frame-Options': 'DENY',
}

/** The headers of a page with inline scripts, identified by the Base64-encoded SHA-256 hashes of their text. */
export const pageHeaders = (scriptHashes: readonly string[]): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': pagePolicy(scriptHashes),
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
})

/** Sets headers that protect a response in browsers. Headers that are already set are kept. */
export const setSecurityHeaders = (headers: Headers): void => {
  for (const [name, value] of Object.entries(always)) headers.set(name, value)
  if (!headers.has('Content-Security-Policy'))
    headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
}
