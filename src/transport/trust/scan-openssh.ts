import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attempt } from '../attempt.ts'
import { hostKeyTypes, shownKey } from '../host-keys/host-keys.ts'
import { hopArguments, opensshSetting } from '../openssh/args.ts'
import { opensshError, opensshMissing } from '../openssh/errors.ts'
import type { TransportOptions } from '../run-options.ts'
import type { ScannedKey } from './scan-host-keys.ts'
import { tooLate } from '../node-ssh/ssh-errors.ts'
import { startProcess, type Ending } from '../start-process.ts'
import { countHops, labelOf, type Target } from '../target/target.ts'

/** ssh tells it the key that the server showed. It knows nobody, so that ssh goes no further. */
const seeScript = `[ "$1" = NONE ] || printf '%s\\n' "$1" >>"\${0%/*}/keys"
`

/**
 * Asks a server for its host keys by the system's ssh (OpenSSH 8.5 or later), which follows a ProxyCommand and speaks
 * what ssh2 does not. Nobody logs in, save to jump hosts, which must be known. Rejects with a NodeprepError.
 */
export async function scanByOpenssh(
  target: Target,
  reason: string,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<readonly ScannedKey[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-'))
  try {
    const script = join(folder, 'see')
    await writeFile(script, seeScript, { mode: 0o600 })
    const hop = hopArguments(target, await opensshSetting(target, options))
    // Of several values ssh goes by the first.
    const own = ['-v', '-T', '-o', `KnownHostsCommand=/bin/sh ${script} %K`, '-o', 'UserKnownHostsFile=none']
    let said = ''
    for (const algorithms of Object.values(hostKeyTypes)) {
      const wanted = ['-o', `HostKeyAlgorithms=${algorithms.join(',')}`]
      said = await runSsh([...own, ...wanted, ...hop, '--', target.address], target, reason, options, signal)
    }
    const lines = await readFile(join(folder, 'keys'), 'utf8').catch(() => '')
    const keys = new Set(lines.split('\n').filter((line) => line !== ''))
    if (keys.size === 0) throw await opensshError(target, said, options)
    return [...keys].map((key) => ({ ...shownKey(Buffer.from(key, 'base64')), key }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs ssh to its end; resolves with its stderr. */
async function runSsh(
  args: readonly string[],
  target: Target,
  reason: string,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<string> {
  const patience = options.timing.connect * countHops(target)
  const attempt = new Attempt(signal, labelOf(target), patience, () => tooLate(target, patience))
  const { process } = await startProcess('ssh', args, options.env)
  let said = ''
  process.stdin.on('error', () => undefined)
  process.stdout.resume()
  process.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-65_536)))
  try {
    const { code } = await attempt.wait<Ending>(Promise.resolve(process))
    if (code === 'ENOENT') throw opensshMissing(target, reason)
    return said
  } finally {
    attempt.end()
    process.kill('SIGKILL')
  }
}
