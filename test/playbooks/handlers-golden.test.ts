import { parse, stringify } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { resolveHandler } from '../../src/config/resolve-handlers.ts'
import { containerdFormats, containerdSettings } from '../../src/runtimes/containerd/config/settings.ts'
import { runtimes } from '../../src/runtimes/runtimes.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'
import { contentOf, stepsOf } from './parsed-back.ts'

/** runc, crun, gVisor twice and Kata Containers, one of each by a name of the user's. */
const given = [
  ...(['runc', 'crun', 'runsc', 'kata'] as const),
  { name: 'sandbox', type: 'runsc', path: '/opt/gvisor/runsc', runtimeClass: 'gvisor.example' } as const,
]
const clusterWith = (kind: 'cri-o' | 'containerd', version: string): Cluster => {
  const own = runtimes[kind].handlers.own(version)
  const handlers = given.map((one) => resolveHandler(one, own))
  return clusterOf({ version: '1.36.5', runtime: { kind, version, handlers, defaultHandler: 'crun' } })
}
const kata = '/opt/kata/bin/containerd-shim-kata-v2'

describe.each([
  ['1.27', '/usr/bin/crun'],
  ['1.36', undefined],
])('the configuration of CRI-O %s', (version, crun) => {
  it('has a table for every handler that its own package has not', async () => {
    const text = contentOf(stepsOf(clusterWith('cri-o', version), 'debian-11'), '/crio.conf.d/20-nodeprep.conf')
    await expect(text).toMatchFileSnapshot(`golden/handlers-cri-o-${version}.toml`)
    const monitor = version === '1.36' ? { monitor_path: '/usr/libexec/crio/conmon' } : {}
    const oci = (name: string, path: string) => ({
      [name]: { runtime_path: path, runtime_type: 'oci', runtime_root: `/run/${name}`, ...monitor },
    })
    expect(parse(text)).toMatchObject({
      crio: {
        runtime: {
          default_runtime: 'crun',
          runtimes: {
            ...(crun === undefined ? {} : oci('crun', crun)),
            ...oci('runsc', '/usr/bin/runsc'),
            ...oci('sandbox', '/opt/gvisor/runsc'),
            kata: {
              runtime_path: kata,
              runtime_type: 'vm',
              runtime_root: '/run/vc',
              privileged_without_host_devices: true,
            },
          },
        },
      },
    })
  })
})

const cluster = clusterWith('containerd', '')
interface Settings {
  readonly plugins: Readonly<Record<string, { readonly containerd: object }>>
}

it.each(containerdFormats)('the settings of containerd in format %i hold every handler', async (format) => {
  const plugin = format === 2 ? 'io.containerd.grpc.v1.cri' : 'io.containerd.cri.v1.runtime'
  const { plugins } = containerdSettings(cluster, 'registry.k8s.io/pause:3.10.2')[format] as unknown as Settings
  const text = stringify({ plugins: { [plugin]: { containerd: plugins[plugin]?.containerd } } })
  await expect(text).toMatchFileSnapshot(`golden/handlers-containerd-${format}.toml`)
  const options = (name: string) => ({
    TypeUrl: 'io.containerd.runsc.v1.options',
    ConfigPath: `/etc/containerd/nodeprep-${name}.toml`,
  })
  const runtimes = {
    runc: { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: true } },
    crun: { runtime_type: 'io.containerd.runc.v2', options: { BinaryName: '/usr/bin/crun', SystemdCgroup: true } },
    runsc: { runtime_type: 'io.containerd.runsc.v1', options: options('runsc') },
    sandbox: { runtime_type: 'io.containerd.runsc.v1', options: options('sandbox') },
    kata: { runtime_type: 'io.containerd.kata.v2', privileged_without_host_devices: true },
  }
  expect(parse(text)).toEqual({ plugins: { [plugin]: { containerd: { default_runtime_name: 'crun', runtimes } } } })
})

it("gVisor's shim is told of each program, and of cgroups by systemd", () => {
  const steps = stepsOf(cluster, 'debian-12')
  const wanted = (path: string) => ({ binary_name: path, runsc_config: { 'systemd-cgroup': 'true' } })
  expect(parse(contentOf(steps, '/nodeprep-runsc.toml'))).toEqual(wanted('/usr/bin/runsc'))
  expect(parse(contentOf(steps, '/nodeprep-sandbox.toml'))).toEqual(wanted('/opt/gvisor/runsc'))
})

it("the shim of Kata Containers gets the name of its handler, and containerd's programs are looked for at their places", () => {
  const steps = stepsOf(cluster, 'debian-12')
  const env = (id: string) => (steps.find((step) => step.id === id)?.params as { env?: object } | undefined)?.env
  expect(env('handler-shim-containerd-shim-kata-v2')).toMatchObject({ SHIM: kata })
  expect(env('handler-programs')).toMatchObject({
    PROGRAMS: `/usr/bin/crun /usr/bin/runsc ${kata} /opt/gvisor/runsc`,
    SHIM: 'containerd-shim-runsc-v1',
  })
})

it('the RuntimeClasses of a Kubernetes before 1.20 are of the beta version', () => {
  const version = (kubernetes: string) => {
    const { runtime } = cluster
    const step = stepsOf(clusterOf({ version: kubernetes, runtime }), 'debian-12').find(
      ({ id }) => id === 'runtime-classes',
    )
    return step?.params
  }
  expect(version('1.19.16')).toMatchObject({ env: { VERSION: 'node.k8s.io/v1beta1' } })
  expect(version('1.20.2')).toMatchObject({
    title: 'RuntimeClasses runc, crun, runsc, kata, gvisor.example, and no others of nodeprep',
    env: {
      VERSION: 'node.k8s.io/v1',
      CLASSES: 'runc=runc crun=crun runsc=runsc kata=kata gvisor.example=sandbox ',
    },
  })
})
