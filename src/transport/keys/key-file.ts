import { readFile } from 'node:fs/promises'
import type { ParsedKey } from 'ssh2'
import type { TransportOptions } from '../run-options.ts'
import { loadSsh2, type Ssh2 } from '../ssh2.ts'
import { keyTypeOf, WireReader } from '../wire.ts'

/** An identity file. The private half is unlocked when a signature is wanted, once a run. */
export interface KeyFile {
  readonly path: string
  /** Undefined when only unlocking could tell, as for an old encrypted PEM file without its .pub. */
  readonly publicKey: ParsedKey | undefined
  /** True when no passphrase is needed. */
  readonly open: boolean
  /** False when ssh2 cannot sign with it. */
  readonly usable: boolean
  /** Why only the system's ssh can make full use of it, or undefined. */
  readonly needsOpenssh: string | undefined
  /** The private key; rejects with an Error that says why it cannot be had. */
  readonly unlock: () => Promise<ParsedKey>
}

/** Reads an identity file; undefined when there is none, or it cannot be read or is no key. Once a run. */
export function readKeyFile(path: string, options: TransportOptions): Promise<KeyFile | undefined> {
  return options.memo.get(`key ${path}`, async () => {
    const text = await readOrNothing(path)
    if (text === undefined) return undefined
    const [{ ssh2 }, certificate] = await Promise.all([loadSsh2(), readOrNothing(`${path}-cert.pub`)])
    const key = parse(ssh2, text)
    const publicBlob = openPublicBlob(text)
    const type = publicBlob && keyTypeOf(publicBlob)
    const isPrivate = !(key instanceof Error) && key.isPrivateKey()
    const locked = key instanceof Error && /encrypted/i.test(key.message)
    const hardware = type?.startsWith('sk-') === true || /^sk-\S+ AAAA/.test(text)
    if (key instanceof Error && !locked && !hardware) return undefined
    const beside = locked && !publicBlob ? await readOrNothing(`${path}.pub`) : undefined
    const seen = key instanceof Error ? parse(ssh2, publicBlob ?? beside ?? '') : key
    let unlocked: Promise<ParsedKey> | undefined
    return {
      path,
      publicKey: seen instanceof Error ? undefined : seen,
      open: isPrivate,
      usable: !hardware,
      needsOpenssh: hardware ? `${path} is a hardware key` : certificate && `${path} has a certificate`,
      unlock: () => (unlocked ??= isPrivate ? Promise.resolve(key) : unlock(ssh2, path, text, locked, options)),
    }
  })
}

async function readOrNothing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

function parse(ssh2: Ssh2['ssh2'], data: string | Buffer, passphrase?: string): ParsedKey | Error {
  return ssh2.utils.parseKey(data, passphrase)
}

/** The public key that an openssh-key-v1 file holds in the clear, encrypted or not (openssh PROTOCOL.key). */
function openPublicBlob(text: string): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/.exec(text)?.[1]
  if (body === undefined) return undefined
  try {
    const reader = new WireReader(Buffer.from(body, 'base64'), 'openssh-key-v1\0'.length)
    reader.string() // cipher
    reader.string() // key derivation
    reader.string() // and its options
    reader.uint32() // number of keys
    return reader.string()
  } catch {
    return undefined
  }
}

async function unlock(
  ssh2: Ssh2['ssh2'],
  path: string,
  text: string,
  locked: boolean,
  options: TransportOptions,
): Promise<ParsedKey> {
  if (!locked) throw new Error('it holds no private key, and the agent does not have it')
  const given = options.env.NODEPREP_KEY_PASSPHRASE
  for (let tries = given === undefined ? 3 : 1; tries > 0; tries -= 1) {
    const passphrase = given ?? (await options.askPassphrase(path))
    if (passphrase === undefined) throw new Error('it has a passphrase, and there is no terminal to ask on')
    const key = parse(ssh2, text, passphrase)
    if (!(key instanceof Error)) return key
  }
  throw new Error('the passphrase is wrong')
}
