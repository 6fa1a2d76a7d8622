import { NodeprepError } from '../../../src/errors.ts'
import type { Channel, Connection, Exit, Transport } from '../../../src/transport/connection.ts'

/** Cuts what a host says: between connections, and where it waits for an order. */
export const CONNECTION = '@@@\n'
export const ORDER = '@@\n'

/** Marks what the bootstrap says; every connection opens with the line that tells it. */
export const SHELL = 'sh3ll'

const soon = () => new Promise((resolve) => setImmediate(resolve))

/** A channel over which a host says these pieces, each after another order, in chunks of one size; then it is gone. */
function channelOf(command: string, pieces: readonly AsyncIterable<Buffer>[]): Channel {
  let listener: (chunk: Buffer) => void = () => undefined
  let ordered: () => void = () => undefined
  const talk = async (): Promise<Exit> => {
    listener(Buffer.from(`\n\x1e${/T=([0-9a-f]+)/.exec(command)?.[1] ?? ''} open ${SHELL}\n`))
    for (const [i, piece] of pieces.entries()) {
      const order = new Promise<boolean>((resolve) => (ordered = () => resolve(true)))
      // A client that sends no order by now is not going to.
      if (
        i > 0 &&
        !(await Promise.race([
          order,
          soon()
            .then(soon)
            .then(soon)
            .then(() => false),
        ]))
      )
        break
      for await (const chunk of piece) listener(chunk)
    }
    await soon()
    return { code: null }
  }
  return {
    onStdout: (next) => (listener = next),
    onStderr: () => undefined,
    write: (data) => {
      if (/^(start|check|follow) /.test(data.toString().slice(0, 8))) ordered()
    },
    end: () => undefined,
    exit: soon().then(talk),
  }
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function split(bytes: Buffer, separator: string): Buffer[] {
  const parts = bytes.toString('latin1').split(separator)
  return parts.map((part) => Buffer.from(part, 'latin1'))
}

/** A host that says exactly these bytes, whatever it is told. */
export function hostThatSays(bytes: Buffer): Transport {
  const size = [1, 7, 512, 65_536][bytes.length % 4] ?? 1
  const pieces = split(bytes, CONNECTION).map((part) => split(part, ORDER).map((piece) => chunksOf(piece, size)))
  return hostOfPieces(pieces)
}

/** For each connection the pieces that follow an order each; then nobody answers any more. */
export function hostOfPieces(connections: readonly (readonly AsyncIterable<Buffer>[])[]): Transport {
  const left = [...connections]
  return {
    description: 'a made-up host',
    connect: () => {
      const pieces = left.shift()
      if (!pieces) return Promise.reject(new NodeprepError('auth-failed', 'nobody is there any more'))
      const connection: Connection = {
        open: (command) => Promise.resolve(channelOf(command, pieces)),
        close: () => Promise.resolve(),
      }
      return Promise.resolve(connection)
    },
  }
}
