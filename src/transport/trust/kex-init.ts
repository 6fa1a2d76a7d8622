import { WireReader } from '../wire.ts'

const kexInit = 20

/**
 * The algorithms for host keys that a server has, by the first packet of its stream (RFC 4253 §7.1); none while that
 * has not arrived.
 */
export function serverHostKeyAlgorithms(stream: Buffer): readonly string[] {
  // Other lines may come before its name (RFC 4253 §4.2).
  const name = stream.indexOf('SSH-', 0, 'latin1')
  const lineEnd = name < 0 ? -1 : stream.indexOf('\n', name)
  if (lineEnd < 0) return []
  const type = lineEnd + 1 + 4 + 1
  if (stream[type] !== kexInit) return []
  try {
    const reader = new WireReader(stream, type + 1 + 16)
    reader.string() // key exchange
    return reader.string().toString('latin1').split(',')
  } catch {
    return []
  }
}
