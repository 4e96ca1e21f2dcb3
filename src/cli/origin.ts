/** The loopback address by which a server is reached that listens on all addresses. */
const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** The origin at which a server that listens on a host and port is reached from this machine. */
export const originOf = (host: string, port: number): string => {
  const name = loopback[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
