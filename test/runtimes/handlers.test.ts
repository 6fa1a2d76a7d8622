import { expect, it } from 'vitest'
import { resolveHandler } from '../../src/config/resolve-handlers.ts'
import { containerdRuntimes } from '../../src/runtimes/containerd/handlers.ts'
import { handlers } from '../../src/runtimes/handlers.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'

const all = ['runc', 'crun', 'runsc', 'kata'] as const
const clusterWith = (kind: 'cri-o' | 'containerd', version: string, own: readonly string[]) =>
  clusterOf({ runtime: { kind, version, handlers: all.map((name) => resolveHandler(name, own)) } })
const containerd = clusterWith('containerd', '', ['runc'])
const kata = '/opt/kata/bin/containerd-shim-kata-v2'

it('containerd starts OCI runtimes by the shim of runc, with cgroups by systemd, the others by their own shims', () => {
  expect(containerdRuntimes(containerd.runtime)).toEqual({
    runc: { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: true } },
    crun: { runtime_type: 'io.containerd.runc.v2', options: { BinaryName: '/usr/bin/crun', SystemdCgroup: true } },
    runsc: {
      runtime_type: 'io.containerd.runsc.v1',
      options: { TypeUrl: 'io.containerd.runsc.v1.options', ConfigPath: '/etc/containerd/nodeprep-runsc.toml' },
    },
    kata: { runtime_type: 'io.containerd.kata.v2', privileged_without_host_devices: true },
  })
})

it('runc is there also when nobody names it', () => {
  expect(Object.keys(containerdRuntimes(clusterOf().runtime))).toEqual(['runc'])
})

it('what containerd finds elsewhere is prepared on the host: the file of gVisor, a name for the shim of kata', () => {
  expect(handlers(containerd)).toEqual({
    names: all,
    packages: ['crun'],
    classes: all,
    programs: ['/usr/bin/crun', '/usr/bin/runsc', kata],
    crio: [],
    default: '',
    runsc: [{ name: 'runsc', path: '/usr/bin/runsc', file: '/etc/containerd/nodeprep-runsc.toml' }],
    shims: [{ name: 'containerd-shim-kata-v2', path: kata }],
  })
})

it("CRI-O's own runc and crun stay as its package has them, the others get tables with its monitor", () => {
  const { crio, packages, runsc, shims } = handlers(clusterWith('cri-o', '1.36', ['runc', 'crun']))
  const monitor = '/usr/libexec/crio/conmon'
  expect(crio).toEqual([
    {
      name: 'runsc',
      path: '/usr/bin/runsc',
      type: 'oci',
      root: '/run/runsc',
      monitor,
      privilegedWithoutHostDevices: false,
    },
    { name: 'kata', path: kata, type: 'vm', root: '/run/vc', monitor: '', privilegedWithoutHostDevices: true },
  ])
  expect([packages, runsc, shims]).toEqual([[], [], []])
})

it('before 1.28 crun is a package of its own, and conmon is found by CRI-O', () => {
  const { crio, packages } = handlers(clusterWith('cri-o', '1.20', ['runc']))
  expect(packages).toEqual(['crun'])
  expect(crio.map(({ name, monitor }) => [name, monitor])).toEqual([
    ['crun', ''],
    ['runsc', ''],
    ['kata', ''],
  ])
})
