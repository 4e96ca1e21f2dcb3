import pg from 'pg'

/** Milliseconds between two attempts to connect: initially, and at most. */
const reconnectDelays = { first: 100, most: 5000 }

/** Callbacks of a listener. */
export interface ListenerEvents {
  /** Called for each notification. */
  readonly onNotification: () => void
  /** Called when the connection is established, also again. Notifications before that were missed. */
  readonly onConnected: () => void
  /** Called when the connection failed. It is re-established automatically. */
  readonly onFailure: (error: Error) => void
}

/** Options of a listener. */
interface ListenerOptions extends ListenerEvents {
  readonly connection: pg.ClientConfig
  readonly channel: string
}

/** Listens on a channel, on a separate connection that is established again when it fails. */
export interface Listener {
  stop(): Promise<void>
}

/** Milliseconds that connecting may take. */
const connectionTimeout = 5000

/** Starts a listener. It does not wait for the connection. */
export const startListener = (options: ListenerOptions): Listener => {
  const { connection, channel, onNotification, onConnected, onFailure } = options
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let delay = reconnectDelays.first

  const connect = async (): Promise<void> => {
    const current = new pg.Client({
      ...connection,
      application_name: 'botlens live',
      keepAlive: true,
      connectionTimeoutMillis: connectionTimeout,
    })
    client = current
    let hasFailed = false
    const fail = (error: Error) => {
      if (hasFailed || stopped) return
      hasFailed = true
      current.end().catch(() => undefined)
      onFailure(error)
      timer = setTimeout(connect, delay)
      delay = Math.min(2 * delay, reconnectDelays.most)
    }
    current.on('error', fail)
    current.on('end', () => fail(new Error('The connection ended')))
    current.on('notification', onNotification)
    try {
      await current.connect()
      await current.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
      return
    }
    delay = reconnectDelays.first
    if (!stopped) onConnected()
  }

  const connecting = connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await connecting
      await client?.end().catch(() => undefined)
    },
  }
}
