import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostFile } from './artifacts/host-files.ts'
import { may } from './processes.ts'
import type { HostState } from './state.ts'

const capSysResource = 24
const programs = ['/usr/sbin/runc', '/usr/bin/crun']

/**
 * Files by which a host runs containers on a machine that keeps CAP_SYS_RESOURCE from it; none where it does not. Debian's
 * packages of runc and crun are installed as they are, and know nothing: dpkg diverts the one program of each, and a
 * script takes its place under the same path. On a host with rpm the script is only found first in PATH.
 */
export async function ociRuntimeFiles(host: HostState): Promise<HostFile[]> {
  if (await may(capSysResource)) return []
  const script = await readFile(join(import.meta.dirname, 'host/oci-runtime.sh'))
  if (host.kind === 'centos') return [{ path: 'usr/local/sbin/runc', content: script, mode: 0o755 }]
  const diversions = 'var/lib/dpkg/diversions'
  const ours = programs.map((path) => `${path}\n/usr/lib/lab/${path.split('/').at(-1) ?? ''}\n:\n`)
  return [
    { path: 'usr/lib/lab/oci-runtime', content: script, mode: 0o755 },
    {
      path: 'usr/lib/lab/front-runtimes',
      content: await readFile(join(import.meta.dirname, 'host/front-runtimes.sh')),
      mode: 0o755,
    },
    { path: 'etc/dpkg/dpkg.cfg.d/lab', content: 'post-invoke=/usr/lib/lab/front-runtimes\n' },
    { path: diversions, content: (await readFile(join(host.tree, diversions), 'utf8')) + ours.join('') },
  ]
}
