import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { keysPiece } from '../keys.ts'
import { indexApt } from '../packages/apt-repository.ts'
import { definePiece } from '../piece.ts'
import { fetchDebs } from '../private-apt.ts'

/** The Debian releases hosts install from. */
const suites = ['bookworm', 'bullseye', 'trixie'] as const

/** What a host may be told to install from its distribution. All that these need comes along, down to libc. */
const packages = [
  ...['conntrack', 'socat', 'ethtool', 'ebtables', 'iptables', 'iproute2', 'ipset', 'ipvsadm', 'nftables', 'kmod'],
  ...[
    'containerd',
    'runc',
    'crun',
    'containernetworking-plugins',
    'ca-certificates',
    'curl',
    'gnupg',
    'gpg',
    'apt-transport-https',
  ],
  ...['util-linux', 'mount', 'libseccomp2', 'chrony', 'sudo', 'jq', 'busybox-static', 'skopeo'],
]

/** A signed archive laid out as Debian's: dists/SUITE and a pool of Debian's own packages. */
export const debianPackages = definePiece({
  name: 'debian-packages',
  recipe: ['base/debian.ts', 'packages/apt-repository.ts'],
  needs: { keys: keysPiece },
  build: async (out, { keys }) => {
    for (const suite of suites) {
      const pool = join(out, 'pool', suite)
      await mkdir(pool, { recursive: true })
      await fetchDebs(suite, packages, pool, true)
      const fields = { Suite: suite, Codename: suite }
      await indexApt({ root: out, pool: `pool/${suite}`, dist: `dists/${suite}`, fields }, keys, 'base')
    }
  },
})
