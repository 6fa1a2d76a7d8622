import { lstat, mkdir, mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run } from '../../run.ts'
import { keysPiece } from '../keys.ts'
import { indexRpms } from '../packages/rpm-repository.ts'
import { buildRpm } from '../packages/rpm.ts'
import type { Files } from '../packages/tree.ts'
import { definePiece } from '../piece.ts'
import { fetchDebs } from '../private-apt.ts'

interface Repackaged {
  /** Debian's packages whose files it holds; none for what the tree of a CentOS-like host has already. */
  readonly debs: readonly string[]
  readonly version: string
  readonly requires?: readonly string[]
  readonly provides?: readonly string[]
  readonly links?: Readonly<Record<string, string>>
}

const nft = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`/usr/sbin/${name}`, 'xtables-nft-multi']))

/** The base repository of the CentOS-like hosts: rpm's names, Debian 12's files. */
const packages: Readonly<Record<string, Repackaged>> = {
  'lab-base': { debs: [], version: '1', provides: ['/bin/sh', '/bin/bash', 'bash', 'coreutils', 'systemd', 'glibc'] },
  'util-linux': { debs: [], version: '2.38.1' },
  iproute: { debs: [], version: '6.1.0', provides: ['iproute-tc'] },
  'container-selinux': { debs: [], version: '2.229.0' },
  'lab-netfilter-libs': {
    debs: [
      'libmnl0',
      'libnfnetlink0',
      'libnetfilter-conntrack3',
      'libnftnl11',
      'libxtables12',
      'libip4tc2',
      'libip6tc2',
      'libnftables1',
      'libjansson4',
    ],
    version: '1',
  },
  iptables: {
    debs: ['iptables'],
    version: '1.8.9',
    requires: ['lab-netfilter-libs'],
    links: nft('iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'),
  },
  ebtables: {
    debs: [],
    version: '2.0.11',
    requires: ['iptables'],
    links: nft('ebtables', 'ebtables-save', 'ebtables-restore'),
  },
  'conntrack-tools': {
    debs: ['conntrack'],
    version: '1.4.7',
    requires: ['lab-netfilter-libs'],
    provides: ['conntrack'],
  },
  nftables: { debs: ['nftables', 'libedit2', 'libbsd0', 'libmd0'], version: '1.0.6', requires: ['lab-netfilter-libs'] },
  socat: { debs: ['socat', 'libwrap0'], version: '1.7.4.4' },
  ethtool: { debs: ['ethtool'], version: '6.1' },
  ipset: { debs: ['ipset', 'libipset13'], version: '7.17', requires: ['lab-netfilter-libs'] },
  runc: { debs: ['runc'], version: '1.1.5' },
  containerd: { debs: ['containerd'], version: '1.6.20', requires: ['runc'] },
  'containernetworking-plugins': { debs: ['containernetworking-plugins'], version: '1.1.1' },
}

export const centosPackages = definePiece({
  name: 'centos-packages',
  recipe: ['base/centos.ts', 'packages/rpm.ts', 'packages/rpm-repository.ts'],
  needs: { keys: keysPiece },
  build: async (out, { keys }) => {
    const work = await mkdtemp(join(tmpdir(), 'lab-centos-'))
    try {
      await fetchDebs(
        'bookworm',
        Object.values(packages).flatMap(({ debs }) => debs),
        work,
      )
      const fetched = await readdir(work)
      for (const [name, { debs, links = {}, version, ...rest }] of Object.entries(packages)) {
        const tree = join(work, name)
        await mkdir(tree)
        for (const deb of debs) {
          await run('dpkg', ['-x', join(work, fetched.find((each) => each.startsWith(`${deb}_`)) ?? deb), tree])
        }
        const linked: Files = Object.fromEntries(Object.entries(links).map(([path, link]) => [path, { link }]))
        const files = { ...(await contents(tree, tree)), ...linked }
        await buildRpm(
          { ...rest, name, version, release: '1.el9', summary: `${name} of the lab, repackaged from Debian`, files },
          out,
        )
      }
      await indexRpms(out, keys, 'base')
      await run('cp', [join(keys, 'base.asc'), join(out, 'RPM-GPG-KEY-lab')])
    } finally {
      await rm(work, { recursive: true })
    }
  },
})

/** An unpacked package's files, without documentation; what lies in /lib or /sbin goes where the links of a merged /usr lead. */
async function contents(root: string, folder: string): Promise<Files> {
  const files: Record<string, Files[string]> = {}
  for (const name of await readdir(folder)) {
    const from = join(folder, name)
    const path = `/${relative(root, from)}`.replace(/^\/(lib|lib64|bin|sbin)\//, '/usr/$1/')
    const found = await lstat(from)
    if (path === '/usr/share') continue
    if (found.isDirectory()) Object.assign(files, await contents(root, from))
    else if (found.isSymbolicLink()) files[path] = { link: await readlink(from) }
    else files[path] = { from, mode: found.mode & 0o777 }
  }
  return files
}
