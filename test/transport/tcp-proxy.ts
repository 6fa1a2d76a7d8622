import { createServer, Socket } from 'node:net'

/** A TCP proxy that records, delays, cuts or swallows what goes through it. */
export interface TcpProxy {
  readonly port: number
  /** Times the client spoke after it had heard something new from the server: each costs a round trip. */
  readonly flights: () => number
  /** All that clients sent, and the same for each connection on its own. */
  readonly fromClient: () => Buffer
  readonly streams: () => readonly Buffer[]
  /** How many there have been, and how many sockets are open now. */
  readonly connections: () => number
  readonly open: () => number
  /** Resets every connection. */
  readonly cut: () => void
  /** Forwards nothing more on today's connections, and closes none. */
  readonly freeze: () => void
  readonly stop: () => Promise<void>
}

/** Starts a proxy to a port of 127.0.0.1. `roundTrip` in milliseconds is spread over the two directions. */
export async function startProxy(
  target: number,
  roundTrip = 0,
  listen: { readonly port: number; readonly host: string } = { port: 0, host: '127.0.0.1' },
): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const sent: Buffer[] = []
  const streams: Buffer[][] = []
  let flights = 0
  let heard = true
  let connections = 0
  const frozen = new WeakSet<Socket>()

  const pipe = (
    from: Socket,
    to: Socket,
    seen: { arrived?: (chunk: Buffer) => void; delivered?: () => void },
  ): void => {
    const later = (deliver: () => void): void => {
      if (roundTrip === 0) deliver()
      else setTimeout(deliver, roundTrip / 2)
    }
    from.on('data', (chunk: Buffer) => {
      seen.arrived?.(chunk)
      later(() => {
        if (frozen.has(to) || to.destroyed) return
        seen.delivered?.()
        to.write(chunk)
      })
    })
    from.on('end', () => later(() => !frozen.has(to) && to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => sockets.delete(from))
  }

  const server = createServer({ noDelay: true }, (client) => {
    connections += 1
    sockets.add(client)
    // The client's connect() is answered at once here, so its packets meet the server half a round trip later.
    const upstream = new Socket()
    const dial = (): unknown => upstream.connect({ port: target, host: '127.0.0.1', noDelay: true })
    if (roundTrip === 0) dial()
    else setTimeout(dial, roundTrip / 2)
    sockets.add(upstream)
    const stream: Buffer[] = []
    streams.push(stream)
    const arrived = (chunk: Buffer): void => {
      sent.push(chunk)
      stream.push(chunk)
      if (heard) flights += 1
      heard = false
    }
    pipe(client, upstream, { arrived })
    pipe(upstream, client, { delivered: () => (heard = true) })
  })
  await new Promise<void>((resolve) => server.listen(listen, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = (): void => {
    for (const socket of sockets) {
      // Node 20 cannot reset a socket that is being shut down, and then never ends.
      if (socket.writableEnded) socket.destroy()
      else socket.resetAndDestroy()
    }
  }
  return {
    port: address.port,
    flights: () => flights,
    fromClient: () => Buffer.concat(sent),
    streams: () => streams.map((stream) => Buffer.concat(stream)),
    connections: () => connections,
    open: () => sockets.size,
    cut,
    freeze: () => {
      for (const socket of sockets) frozen.add(socket)
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
