import { hostOfPieces } from '../targets/stream-channel.ts'
import { greeting, said } from '../targets/stream.ts'
import { NONCE, runAgainst } from '../targets/stream-run.ts'

const CHUNK = 65_536

/** A host that greets as it should, and after the first order says what the generator gives. */
function host(talk: () => Generator<Buffer>): Promise<string> {
  // eslint-disable-next-line @typescript-eslint/require-await -- a channel reads any asynchronous source
  const once = async function* (bytes: Buffer) {
    yield bytes
  }
  const paced = async function* () {
    let count = 0
    for (const chunk of talk()) {
      yield chunk
      // As often as a socket would let others have their turn.
      if ((count += 1) % 64 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return runAgainst(hostOfPieces([[once(Buffer.from(greeting)), paced()]]), 'apply')
}

const begin = Buffer.from(said('following 0', 'begin'))
const end = Buffer.from(said('end 0 '))

function* repeated(piece: Buffer | string, bytes: number): Generator<Buffer> {
  const one = Buffer.from(piece)
  const chunk = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(CHUNK / one.length)) }, () => one))
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk
}

function* between(...parts: readonly Iterable<Buffer>[]): Generator<Buffer> {
  yield begin
  for (const part of parts) yield* part
  yield end
}

const MB = 1_000_000
const before = Buffer.alloc(262_144, '\n').toString('base64')

/** Hosts that say a great deal. */
export const heavyStreams: Readonly<Record<string, () => Promise<string>>> = {
  '100 MB on one line': () => host(() => between(repeated('x', 100 * MB))),
  '100 MB of binary': () => host(() => between(repeated(Buffer.from([0, 0xff, 0xc3, 0x1e, 0x1b]), 100 * MB))),
  '100 MB of carriage returns': () => host(() => between(repeated('50%\r', 100 * MB))),
  'an event line of 100 MB': () =>
    host(() => between([Buffer.from(`\n\x1e${NONCE} before 1 `)], repeated('A', 100 * MB))),
  'an event line byte by byte': () =>
    host(() =>
      between(
        [Buffer.from(`\n\x1e${NONCE} say 1 `)],
        Array.from({ length: MB }, () => Buffer.from('x')),
      ),
    ),
  '100 former contents of 256 KiB': () =>
    host(() => between(Array.from({ length: 100 }, () => Buffer.from(said(`before 1 content ${before}`, 'would 1'))))),
  '50,000 notes': () => host(() => between(repeated(said('say 1 still here'), 50_000 * 30))),
  '20,000 beginnings': () => host(() => between(repeated(said('begin', 'changed 1'), 20_000 * 40))),
}
