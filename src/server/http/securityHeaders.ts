/** Headers of every response. */
const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** What a page may load: the scripts with these hashes, and workers that they create. It may connect to this server only. */
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

/** The headers of a page with inline scripts, each given by the SHA-256 hash of its text in Base64. */
export const pageHeaders = (scriptHashes: readonly string[]): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': pagePolicy(scriptHashes),
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
})

/** Sets the headers that keep browsers from misusing a response; those that it has already stay. */
export const setSecurityHeaders = (headers: Headers): void => {
  for (const [name, value] of Object.entries(always)) headers.set(name, value)
  if (!headers.has('Content-Security-Policy'))
    headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
}
