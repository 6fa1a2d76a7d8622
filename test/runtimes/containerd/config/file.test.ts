import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { noCredentials } from '../../../../src/registries/credentials.ts'
import { containerdConfig } from '../../../../src/runtimes/containerd/config/config.ts'
import { containerdFormat } from '../../../../src/runtimes/containerd/config/file.ts'
import { CONFIG_FILE } from '../../../../src/runtimes/containerd/names.ts'
import { containerdSettings } from '../../../../src/runtimes/containerd/config/settings.ts'
import { toml } from '../../../../src/steps/toml.ts'
import { parseToml } from '../../../../src/toml/text.ts'
import { applied, difference } from '../../../differences/lines.ts'
import { clusterOf, factsOf } from '../../../kubernetes/fixtures.ts'

const CRI = 'plugins."io.containerd.grpc.v1.cri"'
const RUNTIME = 'plugins."io.containerd.cri.v1.runtime"'
const PAUSE = 'registry.k8s.io/pause:3.10.2'
const cluster = clusterOf({ runtime: { kind: 'containerd', version: '' } })
const formats = containerdSettings(cluster, PAUSE)

const factsWith = (file: string, format: number, kernel = '6.1.0-28-amd64') =>
  factsOf('debian-12', { kernel, containerd: { format }, files: { [CONFIG_FILE]: file } })
const configOf = (facts: ReturnType<typeof factsOf>) =>
  containerdConfig({ cluster, facts, pauseImage: PAUSE, credentials: noCredentials })

/** Why it cannot be built upon. */
const problemOf = (text: string, kernel?: string) => configOf(factsWith(text, 0, kernel)).refusal

/** What the step writes on a host with this file, by an installed containerd whose own format is this. */
function become(existing: string, installed = 2): string {
  const text = written(existing, installed)
  expect(written(text, installed), 'another run changes nothing').toBe(text)
  return text
}

function written(existing: string, installed: number): string {
  const facts = factsWith(existing, installed)
  const { sets } = configOf(facts)
  expect(Object.keys(sets)).toHaveLength(1)
  // As they come out of the playbook.
  const step = toml.params.parse({ path: CONFIG_FILE, sets: JSON.parse(JSON.stringify(sets)) as unknown })
  return toml.content?.(step, facts) ?? ''
}

/** Values at which two texts differ, as `path: before → after`. */
function differences(before: string, after: string): readonly string[] {
  const [was, is] = [before, after].map((text) => new Map(flat(parse(text), '')))
  const paths = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
  return paths
    .filter((path) => was?.get(path) !== is?.get(path))
    .map((path) => `${path}: ${was?.get(path) ?? 'absent'} → ${is?.get(path) ?? 'absent'}`)
}

function flat(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}/${key}`))
}

describe('what containerd config default printed', () => {
  const folder = new URL('defaults/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name !== 'containerd-1.4.13.toml')

  it.each(files)(
    'becomes by %s the reviewed file, with these values changed and every line else as it was',
    async (name) => {
      const before = readFileSync(new URL(name, folder), 'utf8')
      expect(problemOf(before)).toBe('')
      const after = become(before)
      const lines = difference(before.split('\n'), after.split('\n'))
      expect(applied(before.split('\n'), lines).join('\n'), 'the difference determines the file').toBe(after)
      const report = [...differences(before, after).map((line) => `# ${line}`), '', ...lines, ''].join('\n')
      await expect(report).toMatchFileSnapshot(`golden/${name}.txt`)
      const kept = after.split('\n')
      const changed = before.split('\n').filter((line) => !kept.includes(line))
      expect(changed.length).toBeLessThan(6)
    },
  )

  it('has no other golden text', () => {
    const names = [...files.map((name) => `${name}.txt`), ...[2, 3, 4].map((format) => `new-${format}.toml`)]
    const golden = readdirSync(new URL('golden', import.meta.url))
    expect(golden.filter((name) => !names.includes(name))).toEqual([])
  })

  it.each([2, 3, 4] as const)('is not needed: a host without a file gets one of format %i', async (format) => {
    const text = become('', format)
    await expect(text).toMatchFileSnapshot(`golden/new-${format}.toml`)
    expect(parse(text)).toEqual(formats[format])
  })

  it('by 1.4 has a mirror that later versions do not bear beside files of registries', () => {
    const text = readFileSync(new URL('containerd-1.4.13.toml', folder), 'utf8')
    expect(problemOf(text)).toContain('it has registry.mirrors of docker.io')
  })
})

describe('the format', () => {
  it.each([
    ['', 0, 0],
    ['', 3, 3],
    ['', 5, 4],
    ['version = 2\n', 4, 2],
    ['version = 3\n', 0, 3],
    ['  version=4 # newest\n', 0, 4],
    ['version = 1\n', 2, 2],
    ['disabled_plugins = ["cri"]\n', 4, 4],
    ['[grpc]\naddress = "/run/containerd/containerd.sock"\n', 4, 3],
    ['[debug]\nlevel = "info"\n', 2, 2],
  ])('of %j with a containerd of format %i is %i', (existing, installed, format) => {
    expect(containerdFormat(parseToml(existing), installed)).toBe(format)
  })
})

describe("a user's own file", () => {
  it('stays byte for byte where everything wanted holds, however it is written', () => {
    const text = `# mine
version=2
root = '/data/containerd' # a larger disk
state = "/run/containerd"
[${CRI}]
sandbox_image = '${PAUSE}'
cni = { bin_dir = "/opt/cni/bin", conf_dir = "/etc/cni/net.d" }
registry = { config_path = "/etc/containerd/certs.d:/etc/docker/certs.d" }
[${CRI}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
  options.SystemdCgroup = true
`
    expect(become(text)).toBe(text)
  })

  it('keeps its comments, its other settings, its folders and its order', () => {
    const text = `# Ours.
version = 2
root = "/data/containerd"

[${CRI}]
  # Long lines are wanted whole.
  max_container_log_line_size = 32768
  [${CRI}.containerd.runtimes.runc.options]
    SystemdCgroup = false # old
    BinaryName = "/usr/local/bin/runc"
`
    const after = become(text)
    expect(differences(text, after).join('\n')).toMatchInlineSnapshot(`
      "/plugins/io.containerd.grpc.v1.cri/containerd/runtimes/runc/options/SystemdCgroup: false → true
      /state: absent → "/run/containerd"
      /plugins/io.containerd.grpc.v1.cri/sandbox_image: absent → "registry.k8s.io/pause:3.10.2"
      /plugins/io.containerd.grpc.v1.cri/containerd/runtimes/runc/runtime_type: absent → "io.containerd.runc.v2"
      /plugins/io.containerd.grpc.v1.cri/cni/bin_dir: absent → "/opt/cni/bin"
      /plugins/io.containerd.grpc.v1.cri/cni/conf_dir: absent → "/etc/cni/net.d"
      /plugins/io.containerd.grpc.v1.cri/registry/config_path: absent → "/etc/containerd/certs.d""
    `)
    for (const line of text.split('\n').filter((line) => !line.includes('SystemdCgroup'))) expect(after).toContain(line)
  })

  it('has the CRI switched on, and what else was switched off stays off', () => {
    const text = become(
      'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.zfs"]\n',
    )
    expect(parse(text)['disabled_plugins']).toEqual(['io.containerd.snapshotter.v1.zfs'])
    expect(parse(become('#\ndisabled_plugins = [\n  "cri", # so it came\n]\n', 4))).toMatchObject({
      version: 4,
      disabled_plugins: [],
    })
  })

  it('of format 3 keeps folders of plugins that it names, and is not given both ways of naming them', () => {
    const cni = (text: string) =>
      (parse(become(text)) as { plugins: Record<string, { cni: object }> }).plugins['io.containerd.cri.v1.runtime']?.cni
    const own = (lines: string) => cni(`version = 3\n[${RUNTIME}.cni]\n${lines}\n`)
    expect(own('bin_dirs = ["/mine", "/opt/cni/bin"]')).toMatchObject({ bin_dirs: ['/mine', '/opt/cni/bin'] })
    expect(own('bin_dirs = ["/mine"]')).toMatchObject({ bin_dirs: ['/opt/cni/bin', '/mine'] })
    expect(own('bin_dir = "/usr/lib/cni"')).toEqual({ bin_dir: '/opt/cni/bin', conf_dir: '/etc/cni/net.d' })
    expect(own('bin_dir = "/usr/lib/cni"\nbin_dirs = ["/mine"]')).toMatchObject({
      bin_dir: '',
      bin_dirs: ['/opt/cni/bin', '/mine'],
    })
  })

  it('has the socket that the cluster asks', () => {
    const address = (text: string) => (parse(become(text)) as { grpc: object }).grpc
    expect(address('version = 2\n[grpc]\naddress = "/run/mine.sock"\nuid = 7\n')).toEqual({
      address: '/run/containerd/containerd.sock',
      uid: 7,
    })
    expect(address('version = 2\n[grpc]\naddress = "/var/run/containerd/containerd.sock"\n')).toEqual({
      address: '/var/run/containerd/containerd.sock',
    })
  })

  it('is written anew where it cannot be changed line by line', () => {
    const text = `version = 2\nplugins = { "io.containerd.grpc.v1.cri" = { cni = { bin_dir = "/usr/lib/cni" } } }\n`
    expect(parse(become(text))).toEqual({ ...formats[2] })
  })
})

describe('a file that cannot be built upon', () => {
  it.each([
    ['version = 7\n', 'it is of format 7, and nodeprep knows 2 to 4: write it in one of those'],
    [
      '[plugins.cri]\nsandbox_image = "x"\n',
      'it is of format 1, with settings of cri, which later formats call by other names',
    ],
    ['disabled_plugins = ["cri", "aufs"]\n', 'it is of format 1, with settings of aufs, which'],
    [
      `version = 2\n[${CRI}.registry.mirrors."docker.io"]\nendpoint = ["https://m.example"]\n`,
      'it has registry.mirrors of docker.io, which containerd takes only where it has no config_path: write them as spec.registries',
    ],
    [
      `version = 2\n[${CRI}.registry.configs."r.example".tls]\nca_file = "/x"\n`,
      'it has registry.configs of r.example with tls, which',
    ],
    [
      `version = 3\n[plugins."io.containerd.cri.v1.images".registry.mirrors."a.example"]\nendpoint = []\n`,
      'registry.mirrors of a.example',
    ],
    [
      `version = 2\n[${CRI}.registry.configs."r.example".tls]\n`,
      'it has registry.configs of r.example with tls, which',
    ],
  ])('%#: says what to do', (text, problem) => {
    expect(problemOf(text)).toContain(problem)
  })

  it('is not one with accounts, nor with tables that are empty', () => {
    const text = `version = 2\n[${CRI}.registry.mirrors]\n[${CRI}.registry.configs."r.example".auth]\npassword = "geheim"\n`
    expect(problemOf(text)).toBe('')
    expect(configOf(factsWith(text, 0)).mode).toBe('0600')
  })
})

describe('case 4: lines that the CRI plugin refuses', () => {
  it('systemd_cgroup of format 2 is set right, in its line', () => {
    const text = `version = 2\n[${CRI}]\n  systemd_cgroup = true # as for 1.2\n`
    expect(problemOf(text)).toBe('')
    expect(differences(text, become(text))).toContain('/plugins/io.containerd.grpc.v1.cri/systemd_cgroup: true → false')
  })

  const runtime = (lines: string, name = 'mine', cri = CRI, version = 2) =>
    `version = ${version}\n[${cri}.containerd.runtimes.${name}]\n${lines}\n`
  const type = 'runtime_type = "io.containerd.runc.v2"'

  it.each([
    [
      `version = 2\n[${CRI}.containerd]\ndefault_runtime_name = "nvidia"\n`,
      `${CRI}.containerd.default_runtime_name is nvidia, and there is no table ${CRI}.containerd.runtimes.nvidia: write that table, or the name of a runtime that has one, such as runc`,
    ],
    [
      `version = 3\n[${RUNTIME}.containerd]\ndefault_runtime_name = ""\n`,
      `${RUNTIME}.containerd.default_runtime_name is empty: write the name of a runtime`,
    ],
    [
      `version = 2\n[${CRI}.containerd]\nno_pivot = true\n`,
      `${CRI}.containerd.no_pivot is only for io.containerd.runtime.v1.linux: write NoPivotRoot = true`,
    ],
    [
      runtime(`${type}\nruntime_engine = "/usr/bin/crun"`, 'runc'),
      `${CRI}.containerd.runtimes.runc.runtime_engine is only for io.containerd.runtime.v1.linux: write it as BinaryName into ${CRI}.containerd.runtimes.runc.options`,
    ],
    [runtime(`${type}\nruntime_root = "/x"`), 'write it as Root into'],
    [
      runtime('runtime_type = "io.containerd.runtime.v1.linux"'),
      `${CRI}.containerd.runtimes.mine.runtime_type is io.containerd.runtime.v1.linux, whose pods kubelet does not find in their cgroups: write io.containerd.runc.v2`,
    ],
    [
      runtime('runtime_type = "io.containerd.runc.v1"', 'mine', RUNTIME, 3),
      'runtime_type is io.containerd.runc.v1, which containerd 2 does not have: write io.containerd.runc.v2',
    ],
    [
      runtime(`${type}\nprivileged_without_host_devices_all_devices_allowed = true`),
      'is true without privileged_without_host_devices',
    ],
    [runtime(`${type}\nio_type = "pipe"`, 'mine', RUNTIME, 4), 'runtimes.mine.io_type must be fifo or streaming'],
    [
      `${runtime(type, 'untrusted')}[${CRI}.containerd.untrusted_workload_runtime]\n${type}\n`,
      `${CRI}.containerd.untrusted_workload_runtime and ${CRI}.containerd.runtimes.untrusted are the same runtime: remove the first`,
    ],
    [
      `version = 3\n[${CRI}]\nstream_idle_timeout = "4 h"\n`,
      'stream_idle_timeout is not a duration: write it like 5m0s',
    ],
    [
      `version = 3\n[plugins."io.containerd.cri.v1.images"]\nimage_pull_progress_timeout = "5"\n`,
      'image_pull_progress_timeout is not a duration',
    ],
  ])('%#: refused with the key and what to write', (text, problem) => {
    expect(problemOf(text)).toContain(problem)
  })

  it.each([
    ['a default runtime with its table', `${runtime(type)}[${CRI}.containerd]\ndefault_runtime_name = "mine"\n`],
    ['the default runtime that containerd brings', `version = 2\n[${CRI}.containerd]\ndefault_runtime_name = "runc"\n`],
    [
      'a default runtime that an imported file may define',
      `version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n[${CRI}.containerd]\ndefault_runtime_name = "nvidia"\n`,
    ],
    [
      'runc by its former shim, which is brought to the present one',
      runtime('runtime_type = "io.containerd.runtime.v1.linux"', 'runc'),
    ],
    [
      'durations of every kind',
      `version = 2\n[${CRI}]\nstream_idle_timeout = "1h30m0.5s"\nimage_pull_progress_timeout = "0"\n`,
    ],
    [
      'what containerd 1.x leaves empty',
      `version = 2\n[${CRI}.containerd.untrusted_workload_runtime]\nruntime_type = ""\n`,
    ],
  ])('not %s', (_, text) => {
    expect(problemOf(text)).toBe('')
  })

  it('ports without privileges are refused only on a kernel that lacks them', () => {
    const text = `version = 2\n[${CRI}]\nenable_unprivileged_ports = true\n`
    expect(problemOf(text, '3.10.0-1160.el7.x86_64')).toBe(
      `${CRI}.enable_unprivileged_ports requires Linux 4.11, and this host has 3.10.0-1160.el7.x86_64: set it to false`,
    )
    expect(problemOf(text, '5.10.134-13.al8.x86_64')).toBe('')
  })
})

describe('case 5: every runtime of runc is brought to cgroups by systemd', () => {
  const nvidia = (cri: string, version: number) => `version = ${version}
[${cri}.containerd]
  default_runtime_name = "nvidia" # all pods
  [${cri}.containerd.runtimes.nvidia]
    runtime_type = "io.containerd.runc.v2"
    [${cri}.containerd.runtimes.nvidia.options]
      BinaryName = "/usr/bin/nvidia-container-runtime"
`

  it.each([
    [2, CRI],
    [3, RUNTIME],
    [4, RUNTIME],
  ] as const)('in format %i, and stays the default one', (version, cri) => {
    const text = nvidia(cri, version)
    expect(problemOf(text)).toBe('')
    const after = become(text)
    expect(after).toContain('      BinaryName = "/usr/bin/nvidia-container-runtime"\n      SystemdCgroup = true\n')
    expect(after).toContain('  default_runtime_name = "nvidia" # all pods\n')
  })

  it('where it says false, where it has no options, by the former shim, and in the tables of containerd 1.3', () => {
    const text = `version = 2
[${CRI}.containerd.default_runtime]
runtime_type = "io.containerd.runc.v1"
[${CRI}.containerd.runtimes.a]
runtime_type = "io.containerd.runc.v2"
options = { SystemdCgroup = false }
[${CRI}.containerd.runtimes.b]
runtime_type = "io.containerd.runc.v1"
[${CRI}.containerd.runtimes.kata]
runtime_type = "io.containerd.kata.v2"
`
    const changed = differences(text, become(text)).filter((line) => line.includes('SystemdCgroup'))
    const at = (name: string) => `/plugins/io.containerd.grpc.v1.cri/containerd/${name}/options/SystemdCgroup`
    expect(changed.toSorted()).toEqual([
      `${at('default_runtime')}: absent → true`,
      `${at('runtimes/a')}: false → true`,
      `${at('runtimes/b')}: absent → true`,
      `${at('runtimes/runc')}: absent → true`,
    ])
  })
})
