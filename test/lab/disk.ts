import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hostFiles } from './artifacts/index.ts'
import { network } from './network.ts'
import { ociRuntimeFiles } from './oci-runtimes.ts'
import { run } from './run.ts'
import { makeHostKeys } from './ssh-files.ts'
import { hostPaths, labPaths, type HostState, type LabState, type Snapshot } from './state.ts'

/** Lines of /etc/hosts that each host has: the lab's services and all its hosts. */
export function hostsFile(lab: LabState): string {
  const names = lab.hosts.map(({ name, address }) => `${address} ${name}\n`)
  return `127.0.0.1 localhost\n::1 localhost ip6-localhost\n${network.gateway} mirror.lab registry.lab secure.lab client.lab\n${names.join('')}`
}

/**
 * Gives a host a fresh disk: nothing but its name, its own machine-id, ssh keys and package sources over the read-only
 * tree, or over the layers of a snapshot with a copy of its container stores. Its ssh host keys stay the same over a reset, so that known_hosts holds.
 */
export async function prepareDisk(lab: LabState, host: HostState): Promise<void> {
  const paths = hostPaths(lab.id, host.name)
  await run('rm', ['-rf', '--one-file-system', paths.disk])
  await makeHostKeys(paths.sshKeys)
  await writeFile(paths.productUuid, `${randomUUID()}\n`)
  const upper = join(paths.disk, 'upper')
  const write = async (path: string, content: string | Buffer, mode = 0o644): Promise<void> => {
    await mkdir(join(upper, dirname(path)), { recursive: true })
    await writeFile(join(upper, path), content, { mode })
  }
  await write('etc/hostname', `${host.name}\n`)
  await write('etc/hosts', hostsFile(lab))
  await write('etc/machine-id', `${randomBytes(16).toString('hex')}\n`)
  await mkdir(join(upper, 'etc/ssh'), { recursive: true })
  for (const file of await readdir(paths.sshKeys)) {
    await copyFile(join(paths.sshKeys, file), join(upper, 'etc/ssh', file))
  }
  await authorize(lab, host, upper)
  if (host.from !== undefined) {
    await run('cp', ['-a', '--reflink=auto', host.from.stores, join(paths.disk, 'stores')])
    return
  }
  if (lab.artifacts !== undefined) {
    for (const { path, content, mode } of await hostFiles(host.kind)) await write(path, content, mode)
  }
  for (const { path, content, mode } of await ociRuntimeFiles(host)) await write(path, content, mode)
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

/** Freezes the disk of a host that is off: it moves, without being copied, and is only read from then on. */
export async function takeSnapshot(lab: LabState, host: HostState): Promise<Snapshot> {
  const { disk } = hostPaths(lab.id, host.name)
  const folder = join(labPaths(lab.id).snapshots, randomUUID())
  await mkdir(folder, { recursive: true })
  for (const part of ['upper', 'stores']) await rename(join(disk, part), join(folder, part))
  const layers = [join(folder, 'upper'), ...(host.from?.layers ?? [])]
  return { kind: host.kind, layers, stores: join(folder, 'stores') }
}

/** Removes the disk of a host. */
export async function removeDisk(path: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', path])
}
