/** Reads the length-prefixed values of the SSH wire format (RFC 4251 §5). Throws a RangeError when the data ends early. */
export class WireReader {
  #at: number

  constructor(
    readonly data: Buffer,
    at = 0,
  ) {
    this.#at = at
  }

  uint32(): number {
    const value = this.data.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  string(): Buffer {
    const length = this.uint32()
    if (this.#at + length > this.data.length) throw new RangeError('the data ends in the middle of a string')
    this.#at += length
    return this.data.subarray(this.#at - length, this.#at)
  }
}

/** The type a public key names itself with, e.g. `ssh-ed25519`; undefined when the bytes are no key. */
export function keyTypeOf(blob: Buffer): string | undefined {
  try {
    return new WireReader(blob).string().toString('latin1')
  } catch {
    return undefined
  }
}
