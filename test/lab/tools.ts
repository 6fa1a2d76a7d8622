import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { run } from './run.ts'

/** Programs the lab needs, each with the Debian package that brings it. */
const packages: Readonly<Record<string, string>> = {
  '/usr/bin/mmdebstrap': 'mmdebstrap',
  '/usr/bin/gpgv': 'gpgv',
  '/usr/share/keyrings/debian-archive-keyring.gpg': 'debian-archive-keyring',
  '/usr/sbin/ip': 'iproute2',
  '/usr/bin/unshare': 'util-linux',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/sbin/depmod': 'kmod',
  '/usr/bin/docker-registry': 'docker-registry',
  '/usr/bin/openssl': 'openssl',
}

let ready: Promise<void> | undefined

/** Installs from apt what the lab needs and this machine lacks, and raises limits; once a process. Needs root. */
export function ensureTools(): Promise<void> {
  ready ??= prepareMachine()
  return ready
}

async function prepareMachine(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('the lab needs root: it makes namespaces, mounts and cgroups')
  await raiseLimit('/proc/sys/fs/inotify/max_user_instances', 8192)
  await raiseLimit('/proc/sys/fs/inotify/max_user_watches', 524288)
  await installMissing()
}

/** All hosts share root's limits; the kernel's usual 128 inotify instances are few for two hosts. Never lowers one. */
async function raiseLimit(file: string, least: number): Promise<void> {
  if (Number(await readFile(file, 'utf8')) < least) await writeFile(file, String(least))
}

async function installMissing(): Promise<void> {
  const missing: string[] = []
  for (const [file, name] of Object.entries(packages)) if (!(await exists(file))) missing.push(name)
  if (missing.length === 0) return
  await aptInstall(missing)
}

/** Installs packages on this machine. The registry that may be among them stays off: the lab starts its own. */
export async function aptInstall(names: readonly string[]): Promise<void> {
  const masked = '/etc/systemd/system/docker-registry.service'
  if (names.includes('docker-registry') && !(await exists(masked))) {
    await mkdir(dirname(masked), { recursive: true })
    await symlink('/dev/null', masked)
  }
  await aptUpdate()
  // What would start services on a machine without systemd asks for the runlevel.
  const environment = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1']
  const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600']
  await run('env', [...environment, 'apt-get', 'install', ...options, ...names])
}

/** Fetches the machine's package lists. */
export async function aptUpdate(): Promise<void> {
  await run('apt-get', ['update', '-q', '-o', 'DPkg::Lock::Timeout=600'])
}

/** Whether something is at this path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
