import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Listening } from './listen.ts'

/** Sends raw bytes, and returns all received data until the connection ends. */
export const sendRaw = async ({ port }: Pick<Listening, 'port'>, ...parts: readonly string[]): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('data', (data) => {
    received += data
  })
  socket.on('error', () => undefined)
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return received
}

/** A request as text, whose connection is closed after the response. */
export const writeRequest = (
  method: string,
  target: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): string => {
  const all = { Host: 'localhost', Connection: 'close', 'Content-Length': String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** A response as received. */
export interface RawResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Parses a response with a content length. */
export const readResponse = (text: string): RawResponse => {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ])
  return { status: Number(first.split(' ')[1]), headers: new Headers(headers), body }
}

/** A client that does not read. */
export interface DeafClient {
  /** The server's side of the connection. */
  readonly accepted: Socket
  /** Resolves when the server's side of the connection has closed. */
  readonly closed: Promise<unknown>
  disconnect(): void
}

/** Sends requests on one connection without reading from it. */
export const sendDeaf = async ({ server, port }: Listening, ...parts: readonly string[]): Promise<DeafClient> => {
  const connected = once(server, 'connection') as Promise<[Socket]>
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.pause()
  const [accepted] = await connected
  const closed = once(accepted, 'close')
  for (const part of parts) socket.write(part)
  return { accepted, closed, disconnect: () => socket.destroy() }
}
