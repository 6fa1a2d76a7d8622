import { execFile } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startGuarded } from './guarded-process.ts'

const run = promisify(execFile)

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa'

export interface Sshd {
  readonly port: number
  /** Public host keys as known_hosts has them: `ssh-ed25519 AAAA…`, by type. */
  readonly hostKeys: Readonly<Partial<Record<KeyType, string>>>
  /** Everything it has logged so far. */
  readonly log: () => Promise<string>
  /** Lets further public keys log in. */
  readonly authorize: (...publicKeys: string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

export interface SshdOptions {
  /** Public keys that may log in. */
  readonly authorizedKeys: readonly string[]
  readonly hostKeyTypes?: readonly KeyType[]
  /** A certificate authority's key that vouches for the ed25519 host key as that of 127.0.0.1. */
  readonly authority?: string
  /** How it vouches, as ssh-keygen's arguments: other principals or another time. */
  readonly certificate?: readonly string[]
  /** Further lines for sshd_config. */
  readonly config?: readonly string[]
}

/** Makes a key pair and returns the public half, `type base64`. */
export async function makeKey(path: string, type: KeyType, passphrase = '', format: string[] = []): Promise<string> {
  const bits = type === 'rsa' ? ['-b', '2048'] : []
  await run('ssh-keygen', ['-q', '-t', type, ...bits, ...format, '-N', passphrase, '-f', path])
  return (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')
}

/** A free port of 127.0.0.1, as far as one can know. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Starts a real sshd of one's own on 127.0.0.1, for the user who runs the tests. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-sshd-'))
  const port = await freePort()
  const hostKeys: Partial<Record<KeyType, string>> = {}
  for (const type of options.hostKeyTypes ?? ['ed25519']) hostKeys[type] = await makeKey(join(folder, type), type)
  if (options.authority !== undefined) {
    const certificate = options.certificate ?? ['-n', '127.0.0.1']
    await run('ssh-keygen', [
      '-q',
      '-s',
      options.authority,
      '-I',
      'host',
      '-h',
      ...certificate,
      join(folder, 'ed25519'),
    ])
  }
  const authorize = (...publicKeys: string[]): Promise<void> =>
    appendFile(join(folder, 'authorized_keys'), publicKeys.map((key) => `${key}\n`).join(''), { mode: 0o600 })
  await authorize(...options.authorizedKeys)
  const config = [
    ...(options.config ?? []),
    `ListenAddress 127.0.0.1:${port}`,
    ...Object.keys(hostKeys).map((type) => `HostKey ${join(folder, type)}`),
    ...(options.authority === undefined ? [] : [`HostCertificate ${join(folder, 'ed25519-cert.pub')}`]),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    ...['PidFile none', 'UsePAM no', 'StrictModes no', 'PasswordAuthentication no', 'LogLevel DEBUG1'],
    'KbdInteractiveAuthentication no',
    // Debian's bash reads ~/.bashrc under sshd unless it believes to be a shell within a shell.
    'SetEnv SHLVL=2',
  ]
  await writeFile(join(folder, 'sshd_config'), `${config.join('\n')}\n`)
  // sshd will not start without the empty folder that Debian makes at boot.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true })
  const log = join(folder, 'log')
  const server = startGuarded('/usr/sbin/sshd', ['-D', '-f', join(folder, 'sshd_config'), '-E', log])
  const readLog = (): Promise<string> => readFile(log, 'utf8').catch(() => '')
  await answers(port, readLog)
  return {
    port,
    hostKeys,
    log: readLog,
    authorize,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answers(port: number, log: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (up) return
    await sleep(20)
  }
  throw new Error(`sshd did not start: ${await log()}`)
}
