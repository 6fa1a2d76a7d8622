import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aptOptions, aptSources, debianMirror } from '../../debian-mirror.ts'
import { run } from '../../run.ts'
import { definePiece } from '../piece.ts'
import { packLayer, type Layer } from './oci.ts'

const packages = ['iptables', 'conntrack', 'iproute2', 'kmod', 'etcd-server', 'nginx-light', 'busybox-static']
const unneeded = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/locale/*',
  '/usr/share/i18n/*',
  '/usr/share/info/*',
]

/**
 * The layer that most of the lab's images share: a bare Debian 12 with all that any of them runs besides its own program. One
 * layer for all means that a host fetches it once.
 */
export const baseLayer = definePiece({
  name: 'image-base',
  recipe: ['images/base-tree.ts', 'images/oci.ts'],
  needs: {},
  build: async (out) => {
    const mirror = await debianMirror()
    const work = await mkdtemp(join(tmpdir(), 'lab-image-'))
    try {
      const tree = join(work, 'tree')
      const sources = join(work, 'sources.list')
      await writeFile(sources, mirror === undefined ? '' : aptSources(mirror, 'bookworm'))
      await run('nice', [
        ...['mmdebstrap', '--mode=root', '--variant=essential', '--quiet', `--include=${packages.join(',')}`],
        ...unneeded.map((path) => `--dpkgopt=path-exclude=${path}`),
        ...(await aptOptions()).map((option) => `--aptopt=${option}`),
        ...['bookworm', tree, ...(mirror === undefined ? [] : [sources])],
      ])
      await run('sh', ['-c', clean, 'sh', tree])
      const layer = await packLayer(tree, join(out, 'layer.tar.gz'))
      await writeFile(join(out, 'layer.json'), JSON.stringify({ ...layer, file: 'layer.tar.gz' } satisfies Layer))
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  },
})

const clean = `set -eu
rm -rf "$1"/etc/apt "$1"/var/lib/apt "$1"/var/cache/* "$1"/var/log/* "$1"/usr/share/doc "$1"/etc/resolv.conf
mkdir -p "$1"/var/log/nginx
ln -s /dev/stdout "$1"/var/log/nginx/access.log
ln -s /dev/stderr "$1"/var/log/nginx/error.log`
