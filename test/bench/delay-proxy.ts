import { createServer, Socket } from 'node:net'

/**
 * `delay-proxy.ts DELAY LISTEN=TARGET…`: TCP proxies from addresses to addresses, port 22, that hold everything back by
 * DELAY milliseconds in each direction and let any amount through. Writes a line once all of them listen.
 */
const [delay = '0', ...pairs] = process.argv.slice(2)
const port = 22

function later(act: () => void): void {
  setTimeout(act, Number(delay))
}

function pipe(from: Socket, to: Socket): void {
  from.on('data', (chunk) => later(() => void to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroy()))
  // A peer that has gone is learned of by 'close'.
  to.on('error', () => undefined)
}

await Promise.all(
  pairs.map(async (pair) => {
    const [listen, target = ''] = pair.split('=')
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
      const upstream = new Socket({ allowHalfOpen: true })
      // The client's connect() was answered here at once: its first packet travels now.
      later(() => upstream.connect({ host: target, port, noDelay: true }))
      pipe(client, upstream)
      pipe(upstream, client)
    })
    await new Promise<void>((resolve) => server.listen(port, listen, resolve))
  }),
)
process.stdout.write('listening\n')
