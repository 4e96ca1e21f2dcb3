import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Response } from '@whatwg-node/fetch'
import { once } from '../../shared/once.ts'
import { acceptsGzip } from './encoding.ts'
import type { HeaderReader } from './incoming.ts'

/** Responds with a file that is in memory. */
export type RespondWithFile = (headers: HeaderReader) => Response | Promise<Response>

/** Options of a file that is served from memory. */
export interface StaticFileOptions {
  readonly headers: Readonly<Record<string, string>>
  /** Whether compression makes the file smaller; by default it does. */
  readonly isCompressible?: boolean
  /** The status; by default 200. With any other, the file has no ETag, and is sent again each time. */
  readonly status?: number
}

/** Serves a file from memory, with an ETag. It is compressed once, for the first client that accepts gzip. */
export const makeStaticFile = (
  body: Buffer,
  { headers: given, isCompressible = true, status = 200 }: StaticFileOptions,
): RespondWithFile => {
  // Weak, since it covers both encodings.
  const tag = status === 200 ? `W/"${hash('sha256', body, 'base64')}"` : undefined
  const shared = {
    ...given,
    ...(isCompressible ? { Vary: 'Accept-Encoding' } : {}),
    ...(tag === undefined ? {} : { ETag: tag }),
  }
  const compressed = once(() => compress(body))
  return async (headers) => {
    if (tag !== undefined && isKnown(headers, tag)) return new Response(null, { status: 304, headers: shared })
    if (!isCompressible || !acceptsGzip(headers)) return respondWith(status, body, shared)
    return respondWith(status, await compressed(), { ...shared, 'Content-Encoding': 'gzip' })
  }
}

const compress = promisify(gzip)

/** Whether the client already has the file. */
const isKnown = (headers: HeaderReader, tag: string): boolean =>
  headers
    .get('if-none-match')
    ?.split(',')
    .some((known) => known.trim() === tag) ?? false

const respondWith = (status: number, body: Buffer, headers: Readonly<Record<string, string>>): Response =>
  // `Response` accepts a Node.js buffer, and sends it unchanged.
  new Response(body as unknown as BodyInit, { status, headers: { ...headers, 'Content-Length': String(body.length) } })
