/** What a client sent over one connection. */
export interface ClientRecord {
  /** The types of its packets until keys were changed, after its name. */
  readonly types: readonly number[]
  /** Bytes after its NEWKEYS: from there on it could say something secret. Undefined when it sent none. */
  readonly afterKeyExchange: number | undefined
}

export const packet = { disconnect: 1, newKeys: 21 } as const

/** Takes a stream apart that is not encrypted until NEWKEYS (RFC 4253 §4.2, §6 and §7.3). */
export function clientRecord(stream: Buffer): ClientRecord {
  const types: number[] = []
  let at = stream.indexOf('\n') + 1
  while (at > 0 && at + 6 <= stream.length) {
    const type = stream.readUInt8(at + 5)
    types.push(type)
    at += 4 + stream.readUInt32BE(at)
    if (type === packet.newKeys) return { types, afterKeyExchange: stream.length - at }
  }
  return { types, afterKeyExchange: undefined }
}
