import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { network } from './network.ts'
import { run } from './run.ts'
import { hostPaths, labPaths, type HostState, type LabState } from './state.ts'
import { exists } from './tools.ts'

/** Lines of /etc/hosts that each host has: the lab's services and all its hosts. */
export function hostsFile(lab: LabState): string {
  const names = lab.hosts.map(({ name, address }) => `${address} ${name}\n`)
  return `127.0.0.1 localhost\n::1 localhost ip6-localhost\n${network.gateway} mirror.lab registry.lab\n${names.join('')}`
}

/**
 * Gives a host a fresh disk: nothing but its name, its own machine-id, ssh keys and package sources over the read-only
 * tree. Its ssh host keys stay the same over a reset, so that known_hosts holds.
 */
export async function prepareDisk(lab: LabState, host: HostState): Promise<void> {
  const paths = hostPaths(lab.id, host.name)
  await run('rm', ['-rf', '--one-file-system', paths.disk])
  await makeHostKeys(paths.sshKeys)
  await writeFile(paths.productUuid, `${randomUUID()}\n`)
  const upper = join(paths.disk, 'upper')
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(join(upper, dirname(path)), { recursive: true })
    await writeFile(join(upper, path), text)
  }
  await write('etc/hostname', `${host.name}\n`)
  await write('etc/hosts', hostsFile(lab))
  await write('etc/machine-id', `${randomBytes(16).toString('hex')}\n`)
  await mkdir(join(upper, 'etc/ssh'), { recursive: true })
  for (const file of await readdir(paths.sshKeys)) {
    await copyFile(join(paths.sshKeys, file), join(upper, 'etc/ssh', file))
  }
  await authorize(lab, host, upper)
}

async function makeHostKeys(dir: string): Promise<void> {
  if (await exists(dir)) return
  await mkdir(dir, { recursive: true })
  for (const type of ['ed25519', 'ecdsa']) {
    await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'lab', '-f', join(dir, `ssh_host_${type}_key`)])
  }
}

/** Lets the lab's key in as each user. */
async function authorize(lab: LabState, host: HostState, upper: string): Promise<void> {
  const key = await readFile(`${labPaths(lab.id).key}.pub`, 'utf8')
  const passwd = await readFile(join(host.tree, 'etc/passwd'), 'utf8')
  for (const user of ['root', 'ops', 'deploy', 'nobody-special']) {
    const [, , uid, gid, , home = ''] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${user}:`))
        ?.split(':') ?? []
    const ssh = join(upper, home, '.ssh')
    await mkdir(ssh, { recursive: true })
    await writeFile(join(ssh, 'authorized_keys'), key, { mode: 0o600 })
    // A folder made here hides the mode and owner of the tree's own.
    await chmod(join(upper, home), 0o700)
    await chmod(ssh, 0o700)
    await run('chown', ['-R', `${uid}:${gid}`, join(upper, home)])
  }
}

/** Removes the disk of a host. */
export async function removeDisk(path: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', path])
}

/** Makes the lab's own key and the files an ssh client needs: known_hosts with the real keys, and an ssh_config. */
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

export async function makeLabKey(id: string): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', labPaths(id).key])
}
