import type { ParsedKey, SigningRequestOptions } from 'ssh2'
import { NodeprepError } from '../../errors.ts'
import { agentKeys } from './agent.ts'
import { readKeyFile, type KeyFile } from './key-file.ts'
import { NeedsOpenssh } from '../needs-openssh.ts'
import type { TransportOptions } from '../run-options.ts'
import { loadSsh2 } from '../ssh2.ts'
import { labelOf, type Target } from '../target/target.ts'

/** A key to log in with. */
export interface Identity {
  /** How messages call it. */
  readonly label: string
  /**
   * True when signing asks nothing of a person, or when it is the only key: then it is offered with its signature at
   * once, without the round trip of asking first whether the server would take it.
   */
  readonly atOnce: boolean
  readonly publicKey: () => Promise<ParsedKey>
  /** Rejects with an Error that says why the key cannot sign. */
  readonly sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>
}

/** The keys to try, and what there is besides that only the system's ssh could try. */
export interface Identities {
  readonly list: readonly Identity[]
  readonly beyondNodeSsh: readonly string[]
}

/**
 * The keys to log in with, in OpenSSH's order: those of the agent that are configured too, the agent's others, then the
 * key files. Throws when the one key that cluster.yaml names cannot be used.
 */
export async function identitiesFor(target: Target, options: TransportOptions): Promise<Identities> {
  const [agent, ...read] = await Promise.all([
    agentKeys(target.agentSocket, options),
    ...target.identityFiles.map((path) => readKeyFile(path, options)),
  ])
  const files = read.filter((file) => file !== undefined)
  if (target.identityRequired) assertUsable(target, files)
  const held = agent.keys.map(({ key, comment }) => ({ key, comment, blob: key.getPublicSSH() }))
  const isHeld = ({ publicKey }: KeyFile): boolean =>
    publicKey !== undefined && held.some(({ blob }) => blob.equals(publicKey.getPublicSSH()))
  const isConfigured = (blob: Buffer): boolean =>
    files.some(({ publicKey }) => publicKey?.getPublicSSH().equals(blob) ?? false)
  const offered = [
    ...held.filter(({ blob }) => isConfigured(blob)),
    ...(target.identitiesOnly ? [] : held.filter(({ blob }) => !isConfigured(blob))),
  ]
  const list = [
    ...offered.map(({ key, comment }) =>
      agentIdentity(target.agentSocket ?? '', key, comment, target.identityRequired || offered.length === 1),
    ),
    ...files.filter((file) => !isHeld(file) && file.usable).map(fileIdentity),
  ]
  const beyond = files.flatMap(({ needsOpenssh }) => (needsOpenssh === undefined ? [] : [needsOpenssh]))
  if (!target.identitiesOnly) beyond.push(...agent.unusable.map((type) => `the agent holds a key of type ${type}`))
  return { list, beyondNodeSsh: beyond }
}

function assertUsable(target: Target, files: readonly KeyFile[]): void {
  const [file] = files
  if (file?.needsOpenssh !== undefined) throw new NeedsOpenssh(file.needsOpenssh)
  if (file) return
  const path = target.identityFiles.join()
  throw new NodeprepError('auth-failed', `${labelOf(target)}: the identity file ${path} is missing or is no key`, {
    remedy: 'Correct identityFile in cluster.yaml.',
  })
}

function agentIdentity(socket: string, key: ParsedKey, comment: string, atOnce: boolean): Identity {
  return {
    label: `${comment || key.type} (agent)`,
    atOnce,
    publicKey: () => Promise.resolve(key),
    sign: async (data, hash) => {
      const { ssh2 } = await loadSsh2()
      const agent = new ssh2.OpenSSHAgent(socket)
      const flag: SigningRequestOptions = hash === 'sha256' || hash === 'sha512' ? { hash } : {}
      return new Promise((resolve, reject) => {
        agent.sign(key, data, flag, (error, signature) => {
          if (signature) resolve(signature)
          else reject(error ?? new Error('the agent did not sign'))
        })
      })
    },
  }
}

function fileIdentity(file: KeyFile): Identity {
  return {
    label: file.path,
    atOnce: file.open,
    publicKey: async () => file.publicKey ?? (await file.unlock()),
    sign: async (data, hash) => {
      const signature: Buffer | Error = (await file.unlock()).sign(data, hash)
      if (signature instanceof Error) throw signature
      return signature
    },
  }
}
