import { Response } from '@whatwg-node/fetch'
import { pageHeaders } from '../http/securityHeaders.ts'
import type { RespondWithFile } from '../http/staticFile.ts'

const renderClosedPage = (name: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Botlens</title></head>
<body>
<h1>${name} is disabled</h1>
<p>This server accepts persisted documents only (<code>PERSISTED_ONLY=true</code>), and ${name} sends documents of its own.
Start the server without <code>PERSISTED_ONLY</code> to use it; the schema is in <code>schema.graphql</code>.</p>
</body>
</html>
`

/**
 * Creates the response of a server that accepts only persisted documents, for a page that sends others: an explanation,
 * with status 403.
 */
export const makeClosedPage =
  (name: string): RespondWithFile =>
  () =>
    new Response(renderClosedPage(name), { status: 403, headers: pageHeaders([]) })
