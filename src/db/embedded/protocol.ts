/** Where the embedded database listens: a socket file that only its owner can reach, or a port of the loopback. */
export type Listen = { readonly path: string } | { readonly host: string; readonly port: number }

/** What the worker of the embedded database is started with. */
export interface WorkerOptions {
  readonly dataFolder: string
  readonly listen: Listen
}

/** What the worker reports; anything sent to it means "stop". */
export interface WorkerMessage {
  readonly kind: 'ready' | 'stopped'
}
