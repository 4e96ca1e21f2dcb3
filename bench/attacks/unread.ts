import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ServerProcess } from '../serverProcess.ts'
import { type Damage, judge, readSettled } from './measure.ts'

const clients = 30
/** How long responses are left unread. */
const holdMs = 90_000
const reportMs = 500

/** Asks for large responses over many connections and reads none of them. */
export const measureUnread = async (server: ServerProcess, query: string): Promise<Damage> => {
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
  // A paused socket does not see that it was closed: the server's own handles tell.
  while (performance.now() - started < holdMs) {
    await new Promise((resolve) => setTimeout(resolve, reportMs))
    const activity = await server.readActivity()
    stallMs = Math.max(stallMs, Math.min(activity.stallMs, (activity.processor - idle) * 1000))
    idle = activity.processor
  }
  const held = await server.readUsage()
  const open = held.handles - before.handles
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
    problems: [...judge(stallMs, growth), ...(open > clients / 10 ? ['unread responses are not closed'] : [])],
  }
}

const leave = async (socket: Socket): Promise<void> => {
  if (socket.destroyed) return
  const closed = once(socket, 'close')
  socket.destroy()
  await closed
}
