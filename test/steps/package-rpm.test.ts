import { describe } from 'vitest'
import { dnfDoubles } from './copy/dnf-double.ts'
import { testConverges, testFails } from './copy/tests.ts'

// The doubles know the spelling alone; that real dnf understands it is proved on the lab's CentOS-like host.

const available = `cat >/run/available <<'END'
np-tool 1.20.2-0
np-tool 1.20.20-0
np-tool 2:1.20.3-0
np-tool-extra 1.20.9-0
np-tool 1.21.0-0
np-cni 0.8.7-0
END`
const install = (packages: readonly string[]) => ({
  kind: 'package',
  params: { packages, repository: 'test', hold: true },
})

describe.each([
  ['yum', 'centos7'],
  ['dnf', 'rocky9'],
  ['dnf5', 'fedora42'],
] as const)('%s', (manager, on) => {
  testConverges([
    {
      name: 'a version, and a package of any version',
      on,
      doubles: dnfDoubles(manager),
      prepare: available,
      steps: [install(['np-tool=1.20.2', 'np-cni'])],
      afterwards: `[ "$(cat /run/rpms/np-tool /run/rpms/np-cni | tr '\\n' ' ')" = '1.20.2-0 0.8.7-0 ' ] || cat /run/rpms/*`,
    },
    ...(['main', 'all'] as const).map((by) => ({
      name: `case 3: packages that the host excludes, lifted by ${by}`,
      on,
      doubles: dnfDoubles(manager),
      prepare: `${available}\nprintf 'np-tool ${by}\\nnp-cni ${by}\\n' >/run/excluded; mkdir -p /etc/dnf
        printf '[main]\\nexclude=np-tool np-cni\\n' >/etc/dnf/dnf.conf`,
      steps: [install(['np-cni', 'np-tool=1.20.2'])],
      afterwards: `[ "$(cat /run/rpms/np-tool /run/rpms/np-cni | tr '\\n' ' ')" = '1.20.2-0 0.8.7-0 ' ] || cat /run/rpms/*`,
    })),
  ])
  testFails([
    {
      name: 'case 3: a lock is named with its file',
      on,
      doubles: dnfDoubles(manager),
      prepare: `${available}\necho 'np-tool never' >/run/excluded; mkdir -p /etc/dnf/plugins
        printf '# np-cni-*\\nnp-tool-0:1.19.0-*\\n' >/etc/dnf/plugins/versionlock.list`,
      steps: [install(['np-tool=1.20.2'])],
      says: 'np-tool 1.20.2 cannot be installed: it is locked in /etc/dnf/plugins/versionlock.list, which hides other versions; remove that lock',
    },
  ])
})

const on = 'rocky9'
const doubles = dnfDoubles('dnf')

describe('dnf, besides', () => {
  testConverges([
    {
      name: 'the newest patch of a minor version, whatever the order of the list, and without its epoch',
      on,
      doubles,
      prepare: `${available}\nmkdir /run/rpms; echo 1.19.9-0 >/run/rpms/np-tool; echo 1.0-1 >/run/rpms/np-cni`,
      steps: [install(['np-tool=1.20', 'np-cni'])],
      afterwards: `[ "$(cat /run/rpms/np-tool /run/rpms/np-cni | tr '\\n' ' ')" = '1.20.20-0 1.0-1 ' ] || cat /run/rpms/*`,
    },
  ])
  testFails([
    {
      name: 'case 3: what modular filtering hides is called that',
      on,
      doubles,
      prepare: `${available}\necho 'np-tool modules' >/run/excluded`,
      steps: [install(['np-tool=1.20.2'])],
      says: 'np-tool 1.20.2 cannot be installed: modular filtering hides it; see `dnf module list --enabled`',
    },
    {
      name: 'does not downgrade',
      on,
      doubles,
      prepare: `${available}\nmkdir /run/rpms; echo 1.21.0-0 >/run/rpms/np-tool`,
      steps: [install(['np-tool=1.20.2'])],
      says: 'np-tool 1.21.0-0 is installed, newer than the wanted 1.20.2, and nodeprep does not downgrade',
    },
    {
      name: 'names the versions there are',
      on,
      doubles,
      prepare: available,
      steps: [install(['np-tool=1.22'])],
      says: 'no repository of this host has np-tool 1.22; it has: 1.21.0-0 1.20.20-0 1.20.3-0 1.20.2-0',
    },
    {
      name: 'says when there is no version at all',
      on,
      doubles,
      prepare: available,
      steps: [install(['np-none=1'])],
      says: 'no repository of this host has np-none 1; it has: no version of it',
    },
  ])
})
