import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from '../serverProcess.ts'
import { type AttackResult, findExceededLimits, readSettled } from './measure.ts'

const clients = 30
const reportMs = 500
/** Milliseconds in which data that was sent before a connection was closed can be read. */
const drainMs = 5000

/** Requests large responses over many connections, and does not read them for the given number of milliseconds. */
export const measureUnread = async (server: ServerProcess, query: string, holdMs: number): Promise<AttackResult> => {
  const before = await server.readUsage()
  const body = JSON.stringify({ query })
  const { hostname, port, host } = new URL(server.url)
  const sockets = Array.from({ length: clients }, () => {
    const socket = connect(Number(port), hostname).on('error', () => undefined)
    socket.pause()
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    return socket
  })
  const started = performance.now()
  let { processor: idle } = await server.readActivity()
  const first = idle
  let stallMs = 0
  while (performance.now() - started < holdMs) {
    await sleep(reportMs)
    const activity = await server.readActivity()
    stallMs = Math.max(stallMs, Math.min(activity.stallMs, (activity.processor - idle) * 1000))
    idle = activity.processor
  }
  const held = await server.readUsage()
  const open = await countOpen(sockets)
  await Promise.all(sockets.map(leave))
  const after = await readSettled(server, before)
  const growth = after.heap - before.heap
  return {
    attack: `${clients} responses unread for ${holdMs / 1000} s: ${open} connections still open, ${Math.round((held.heap - before.heap) / 1e6)} MB held`,
    outcomes: [],
    processorMs: [(idle - first) * 1000],
    stallMs,
    growth,
    peakGrowth: after.peak - before.peak,
    problems: [
      ...findExceededLimits(stallMs, growth),
      ...(open > clients / 10 ? ['unread responses are not closed'] : []),
    ],
  }
}

/**
 * The number of connections that the server has left open. A paused socket detects that it was closed only when it is
 * read.
 */
const countOpen = async (sockets: readonly Socket[]): Promise<number> => {
  let closed = 0
  const note = () => {
    closed += 1
  }
  for (const socket of sockets) socket.once('close', note).resume()
  await sleep(drainMs)
  for (const socket of sockets) socket.off('close', note)
  return sockets.length - closed
}

const leave = async (socket: Socket): Promise<void> => {
  if (socket.destroyed) return
  const closed = once(socket, 'close')
  socket.destroy()
  await closed
}
