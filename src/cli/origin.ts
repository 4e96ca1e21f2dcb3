/** The loopback address of a server that listens on all addresses. */
const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** The origin of a server that listens on a host and port, as seen from this machine. */
export const originOf = (host: string, port: number): string => {
  const name = loopback[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
