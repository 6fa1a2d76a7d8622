import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ssh2 from 'ssh2'
import type { AuthContext, Connection, Session } from 'ssh2'
import { makeKey, type KeyType } from './sshd.ts'

/** A server that lets anybody in, does as if it ran what it is told, and keeps all it gets to see. */
export interface Impostor {
  readonly port: number
  /** Its public host keys, as known_hosts has them. */
  readonly hostKeys: readonly string[]
  /** All that was ever said to it after the key exchange, one line each. */
  readonly heard: () => readonly string[]
  readonly stop: () => Promise<void>
}

export interface ImpostorOptions {
  /** Files of its private host keys; by default it makes an ed25519 key of its own. */
  readonly hostKeyFiles?: readonly string[]
  readonly hostKeyType?: KeyType
  /** Shows the public key of this file but cannot sign with it. */
  readonly claims?: string
}

const run = promisify(execFile)

/** Starts it on 127.0.0.1. */
export async function startImpostor(options: ImpostorOptions = {}): Promise<Impostor> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-impostor-'))
  const own = join(folder, 'host-key')
  await makeKey(own, options.hostKeyType ?? 'ed25519')
  const files = options.hostKeyFiles ?? [own]
  const hostKeys = await Promise.all(files.map(async (file) => ({ key: await hostKey(file, options.claims) })))
  const heard: string[] = []
  const server = new ssh2.Server({ hostKeys: hostKeys }, (client) => listen(client, heard))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const shown = options.claims === undefined ? files : [options.claims]
  const publicKeys = shown.map(async (file) => (await run('ssh-keygen', ['-y', '-f', file])).stdout)
  return {
    port,
    hostKeys: (await Promise.all(publicKeys)).map((key) => key.split(' ').slice(0, 2).join(' ').trim()),
    heard: () => heard,
    stop: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A private key; with `claims`, one that shows another's public half. */
async function hostKey(file: string, claims: string | undefined): Promise<ssh2.ParsedKey> {
  const [key, victim] = [await readFile(file), claims === undefined ? '' : await readFile(`${claims}.pub`)].map(
    (text) => ssh2.utils.parseKey(text),
  )
  if (key === undefined || key instanceof Error) throw new Error(`${file} is no key`)
  if (victim !== undefined && !(victim instanceof Error)) key.getPublicSSH = () => victim.getPublicSSH()
  return key
}

function listen(client: Connection, heard: string[]): void {
  client.on('error', () => undefined)
  client.on('authentication', (context: AuthContext) => {
    const password = context.method === 'password' ? ` password=${context.password}` : ''
    heard.push(`authentication ${context.method} of ${context.username}${password}`)
    if (context.method === 'none') context.reject(['publickey', 'password'])
    else context.accept()
  })
  client.on('request', (_accept, _reject, name) => heard.push(`request ${name}`))
  client.on('tcpip', (_accept, reject, { destIP, destPort }) => {
    heard.push(`forward ${destIP}:${destPort}`)
    reject()
  })
  client.on('session', (accept) => act(accept(), heard))
}

/** Asks for sudo's password where a command calls sudo, as sudo would. */
function act(session: Session, heard: string[]): void {
  session.on('auth-agent', (accept) => {
    heard.push('agent forwarding')
    accept()
  })
  session.on('exec', (accept, _reject, { command }) => {
    heard.push(`command ${command}`)
    const channel = accept()
    channel.on('data', (data: Buffer) => heard.push(`input ${data.toString()}`))
    channel.on('error', () => undefined)
    const prompt = /-p '(\[sudo \w+\])'/.exec(command)?.[1]
    if (prompt !== undefined) channel.stderr.write(prompt)
  })
}
