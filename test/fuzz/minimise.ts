/** Tries in all, for a case may be slow. */
const TRIES = 400

/** Takes away stretches of an input for as long as it still fails: halves first, then less and less. */
export async function smaller(input: Buffer, fails: (bytes: Buffer) => Promise<boolean>): Promise<Buffer> {
  let best = input
  let tries = 0
  for (let size = Math.ceil(input.length / 2); size >= 1 && tries < TRIES; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && tries < TRIES; tries++) {
      const less = Buffer.concat([best.subarray(0, at), best.subarray(at + size)])
      if (await fails(less)) best = less
      else at += size
    }
  }
  return best
}
