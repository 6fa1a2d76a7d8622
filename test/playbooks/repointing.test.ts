import { describe, expect, it } from 'vitest'
import { bootstrap } from '../../src/program/bootstrap.ts'
import { MigrationHost } from './migration-host.ts'
import { shells, type Shell } from './scripts.ts'

const FLAGS = '/var/lib/kubelet/kubeadm-flags.env'
const CONFIG = '/var/lib/kubelet/config.yaml'
const INSTANCE = '/var/lib/kubelet/instance-config.yaml'
const DEBIAN = '/etc/default/kubelet'
const CONTAINERD = 'unix:///run/containerd/containerd.sock'
const CRIO = 'unix:///var/run/crio/crio.sock'

interface Case {
  readonly what: string
  readonly version: string
  readonly to: string
  readonly from: string
  readonly before: Readonly<Record<string, string>>
  /** Files that are another then. */
  readonly after: Readonly<Record<string, string>>
}

const args = (text: string) => `KUBELET_KUBEADM_ARGS="${text}"\n`
const config = (more: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\n${more}kind: KubeletConfiguration\nclusterDNS:\n- 10.96.0.10\n`
const SYSTEMD = config('cgroupDriver: systemd\n')

/** What kubeadm of each time writes, and what is wanted of it. */
const cases: readonly Case[] = [
  {
    what: 'Docker with cgroupfs, which has to become systemd',
    version: '1.15.1',
    from: 'docker',
    to: '/run/containerd/containerd.sock',
    before: {
      [FLAGS]: args('--cgroup-driver=cgroupfs --network-plugin=cni --pod-infra-container-image=k8s.gcr.io/pause:3.1'),
      [CONFIG]: config('cgroupDriver: cgroupfs\n'),
      [DEBIAN]: 'KUBELET_EXTRA_ARGS=\n',
    },
    after: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=/run/containerd/containerd.sock --cgroup-driver=systemd --pod-infra-container-image=k8s.gcr.io/pause:3.1',
      ),
      [CONFIG]: SYSTEMD,
    },
  },
  {
    what: 'Docker with flags of the user',
    version: '1.23.17',
    from: 'docker',
    to: '/var/run/crio/crio.sock',
    before: {
      [FLAGS]: args('--network-plugin=cni --pod-infra-container-image=k8s.gcr.io/pause:3.6'),
      [CONFIG]: SYSTEMD,
      [DEBIAN]:
        'KUBELET_EXTRA_ARGS="--node-ip=10.0.0.11 --cni-bin-dir /opt/cni/bin --docker-endpoint=unix:///var/run/docker.sock --image-pull-progress-deadline=2m"\n',
    },
    after: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=/var/run/crio/crio.sock --pod-infra-container-image=k8s.gcr.io/pause:3.6',
      ),
      [DEBIAN]: 'KUBELET_EXTRA_ARGS="--node-ip=10.0.0.11"\n',
    },
  },
  {
    what: 'containerd before 1.24',
    version: '1.20.2',
    from: '/run/containerd/containerd.sock',
    to: '/var/run/crio/crio.sock',
    before: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=/run/containerd/containerd.sock --pod-infra-container-image=k8s.gcr.io/pause:3.2',
      ),
      [CONFIG]: config(''),
      '/etc/systemd/system/kubelet.service.d/20-nodeprep.conf':
        '[Service]\nEnvironment="KUBELET_NODEPREP_ARGS=--cgroup-driver=systemd"\n',
    },
    after: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=/var/run/crio/crio.sock --pod-infra-container-image=k8s.gcr.io/pause:3.2',
      ),
    },
  },
  {
    what: 'CRI-O that was set up by hand, through flags of the user',
    version: '1.22.17',
    from: '/var/run/crio/crio.sock',
    to: '/run/containerd/containerd.sock',
    before: {
      [FLAGS]: args(''),
      [CONFIG]: SYSTEMD,
      [DEBIAN]:
        "# --container-runtime-endpoint=/not/this\nKUBELET_EXTRA_ARGS=--container-runtime=remote --container-runtime-endpoint='unix:///var/run/crio/crio.sock' --v=2\n",
    },
    after: {
      [FLAGS]: args('--container-runtime=remote --container-runtime-endpoint=/run/containerd/containerd.sock'),
      [DEBIAN]:
        '# --container-runtime-endpoint=/not/this\nKUBELET_EXTRA_ARGS=--container-runtime=remote --container-runtime-endpoint=/run/containerd/containerd.sock --v=2\n',
    },
  },
  {
    what: 'cri-dockerd',
    version: '1.26.9',
    from: '/var/run/cri-dockerd.sock',
    to: CONTAINERD,
    before: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=unix:///var/run/cri-dockerd.sock --pod-infra-container-image=registry.k8s.io/pause:3.9',
      ),
      [CONFIG]: SYSTEMD,
    },
    after: {
      [FLAGS]: args(
        `--container-runtime=remote --container-runtime-endpoint=${CONTAINERD} --pod-infra-container-image=registry.k8s.io/pause:3.9`,
      ),
    },
  },
  {
    what: 'a flag that 1.27 does not know any more',
    version: '1.28.2',
    from: '/var/run/containerd/containerd.sock',
    to: CRIO,
    before: {
      [FLAGS]: args(
        '--container-runtime=remote --container-runtime-endpoint=unix:///var/run/containerd/containerd.sock --pod-infra-container-image=registry.k8s.io/pause:3.9',
      ),
      [CONFIG]: config('cgroupDriver: systemd\ncontainerRuntimeEndpoint: ""\n'),
    },
    after: {
      [FLAGS]: args(`--container-runtime-endpoint=${CRIO} --pod-infra-container-image=registry.k8s.io/pause:3.9`),
    },
  },
  {
    what: 'instance-config.yaml',
    version: '1.34.1',
    from: '/var/run/crio/crio.sock',
    to: CONTAINERD,
    before: {
      [FLAGS]: args('--pod-infra-container-image=registry.k8s.io/pause:3.10.1'),
      [INSTANCE]: `containerRuntimeEndpoint: "${CRIO}"\n`,
      [CONFIG]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: ${CRIO}\n`),
    },
    after: {
      [INSTANCE]: `containerRuntimeEndpoint: "${CONTAINERD}"\n`,
      [CONFIG]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: "${CONTAINERD}"\n`),
    },
  },
  {
    what: 'the default, said nowhere, by flag for the last time',
    version: '1.33.5',
    from: '/run/containerd/containerd.sock',
    to: CRIO,
    before: { [FLAGS]: args('--v=1'), [CONFIG]: SYSTEMD },
    after: { [FLAGS]: args(`--container-runtime-endpoint=${CRIO} --v=1`) },
  },
  {
    what: 'instance-config.yaml before it is the default',
    version: '1.33.5',
    from: '/run/containerd/containerd.sock',
    to: CRIO,
    before: {
      [FLAGS]: args('--v=1'),
      [INSTANCE]: `containerRuntimeEndpoint: "${CONTAINERD}"\n`,
      [CONFIG]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: ${CONTAINERD}\n`),
    },
    after: {
      [INSTANCE]: `containerRuntimeEndpoint: "${CRIO}"\n`,
      [CONFIG]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: "${CRIO}"\n`),
    },
  },
  {
    what: 'the default, said nowhere, by file for the first time',
    version: '1.34.0',
    from: '/run/containerd/containerd.sock',
    to: CRIO,
    before: { [FLAGS]: args('--v=1'), [CONFIG]: SYSTEMD },
    after: {
      [INSTANCE]: `containerRuntimeEndpoint: "${CRIO}"\n`,
      [CONFIG]: `${SYSTEMD}containerRuntimeEndpoint: "${CRIO}"\n`,
    },
  },
  {
    what: 'the default, said nowhere',
    version: '1.36.2',
    from: '/run/containerd/containerd.sock',
    to: CRIO,
    before: { [FLAGS]: args('--pod-infra-container-image=registry.k8s.io/pause:3.10 --v=1'), [CONFIG]: SYSTEMD },
    after: {
      [FLAGS]: args('--v=1'),
      [INSTANCE]: `containerRuntimeEndpoint: "${CRIO}"\n`,
      [CONFIG]: `${SYSTEMD}containerRuntimeEndpoint: "${CRIO}"\n`,
    },
  },
]

/** What the facts say of kubelet's socket: the part of the bootstrap that reads its files. */
const said = /^x= k=\/var\/lib\/kubelet\n[\s\S]*?^done\n/m.exec(bootstrap())?.[0] ?? 'exit 99'
const fact = (host: MigrationHost) => host.run(`${said}echo "$x"`, true).output.trim()

const write = (host: MigrationHost, files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) host.write(path, text)
}
const files = (host: MigrationHost, paths: readonly string[]) =>
  Object.fromEntries(paths.filter((path) => host.has(path)).map((path) => [path, host.read(path)]))

describe.each(shells)('kubelet is pointed at another runtime, in %s', (shell: Shell) => {
  it.each(cases)('$version: $what', ({ version, what, from, to, before, after }) => {
    const host = new MigrationHost(shell, version)
    write(host, before)
    const all = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    const socket = () => host.run('np_kubelet_socket; echo "$np_socket"').output
    expect(socket()).toBe(`${from}\n`)
    // What is nowhere said follows from the version, which facts do not ask for.
    if (from !== 'docker' && !what.startsWith('the default')) expect(fact(host)).toBe(from)
    expect(host.step('migrate-record', 'check', { TARGET: to }).ok).toBe(false)
    expect(host.step('migrate-record', 'apply', { TARGET: to })).toMatchObject({ ok: true })
    expect(host.read('state/migration/from')).toBe(`${from}\n`)
    expect(host.step('migrate-record', 'check', { TARGET: to }).ok).toBe(true)

    expect(host.step('migrate-pointed', 'check', { TARGET: to }).ok).toBe(false)
    expect(host.step('migrate-pointed', 'apply', { TARGET: to })).toMatchObject({ ok: true })
    expect(files(host, all)).toEqual({ ...before, ...after })
    expect(host.step('migrate-pointed', 'check', { TARGET: to }).ok).toBe(true)
    expect(host.step('migrate-pointed', 'apply', { TARGET: to })).toEqual({ ok: true, output: '' })
    expect(socket()).toBe(`${to.replace('unix://', '')}\n`)
    expect(fact(host)).toBe(to.replace('unix://', ''))

    // Back, byte for byte.
    expect(host.step('rollback-files', 'check').ok).toBe(false)
    expect(host.step('rollback-files', 'apply')).toMatchObject({ ok: true })
    expect(files(host, all)).toEqual(before)
    expect(host.step('rollback-files', 'check').ok).toBe(true)
    expect(host.step('rollback-finished', 'apply')).toMatchObject({ ok: true })
    expect([host.has('state/migration'), host.has('state/migration.old')]).toEqual([false, false])
  })

  it('that is what it should be stays byte for byte', () => {
    for (const { version, to, after, before } of cases) {
      const host = new MigrationHost(shell, version)
      write(host, { ...before, ...after })
      expect(host.step('migrate-pointed', 'check', { TARGET: to }).ok).toBe(true)
      expect(host.step('migrate-record', 'check', { TARGET: to }).ok).toBe(true)
    }
  })
})
