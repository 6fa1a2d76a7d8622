import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'
import { hostPaths, labPaths, type LabState } from './state.ts'
import { exists } from './tools.ts'

/** Makes the key that every user of every host of a lab lets in. */
export async function makeLabKey(id: string): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', labPaths(id).key])
}

/** Makes a host's own ssh keys, once. */
export async function makeHostKeys(dir: string): Promise<void> {
  if (await exists(dir)) return
  await mkdir(dir, { recursive: true })
  for (const type of ['ed25519', 'ecdsa']) {
    await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'lab', '-f', join(dir, `ssh_host_${type}_key`)])
  }
}

/** Writes the files an ssh client needs: known_hosts with the real keys, and an ssh_config. */
export async function writeSshFiles(lab: LabState): Promise<void> {
  const paths = labPaths(lab.id)
  let known = ''
  let config = `Host *\n  User root\n  IdentityFile ${paths.key}\n  IdentitiesOnly yes\n  StrictHostKeyChecking yes\n`
  config += `  UserKnownHostsFile ${paths.knownHosts}\n  LogLevel ERROR\n`
  for (const { name, address } of lab.hosts) {
    const keyDir = hostPaths(lab.id, name).sshKeys
    for (const file of (await readdir(keyDir)).filter((entry) => entry.endsWith('.pub'))) {
      known += `${name},${address} ${await readFile(join(keyDir, file), 'utf8')}`
    }
    config += `Host ${name}\n  HostName ${address}\n`
  }
  await rm(paths.knownHosts, { force: true })
  await writeFile(paths.knownHosts, known)
  await writeFile(paths.sshConfig, config)
}
