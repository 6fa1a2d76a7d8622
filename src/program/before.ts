import { createHash } from 'node:crypto'

/**
 * What a host has at the path of a step before it is applied. A text is shown as a diff; of what is too large or no text the
 * digest is known, so that a plan can be bound by it; `other` is neither a file nor nothing: a folder, a device. Of a step that
 * writes no file and can tell what it would change, `changes` is what it says.
 */
export type Before =
  | { readonly kind: 'absent' | 'other' }
  | { readonly kind: 'text' | 'changes'; readonly text: string }
  | { readonly kind: 'digest'; readonly sha256: string; readonly size: number }

/** The largest file whose content is sent, in bytes; np_before in prelude/step.sh has the same. */
export const LARGEST_BEFORE = 262_144

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Reads `absent`, `other`, `content BASE64`, `digest SHA256 SIZE` or `changes BASE64`; undefined for anything else. */
export function readBefore(how: string, [first = '', second = '']: readonly string[]): Before | undefined {
  if (how === 'absent' || how === 'other') return { kind: how }
  if (how === 'digest')
    return /^[0-9a-f]{64}$/.test(first) && /^\d{1,15}$/.test(second)
      ? { kind: 'digest', sha256: first, size: Number(second) }
      : undefined
  if ((how !== 'content' && how !== 'changes') || first.length > (LARGEST_BEFORE / 3 + 2) * 4 || !BASE64.test(first))
    return undefined
  const bytes = Buffer.from(first, 'base64')
  const text = bytes.toString('utf8')
  if (how === 'changes') return { kind: 'changes', text }
  // Bytes that are no UTF-8 would all become the same replacement character.
  if (!bytes.includes(0) && Buffer.from(text, 'utf8').equals(bytes)) return { kind: 'text', text }
  return { kind: 'digest', sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
}
