import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run, tryRun } from '../run.ts'
import { ensureArtifacts } from './index.ts'

const folder = 'repositories/devel:/kubic:/libcontainers:/stable:/cri-o:/1.20/Debian_12/amd64'
let root = ''

beforeAll(async () => {
  const { www } = await ensureArtifacts()
  root = await mkdtemp(join(tmpdir(), 'lab-test-'))
  for (const name of await readdir(join(www, folder))) await run('dpkg', ['-x', join(www, folder, name), root])
  // Without containerd a start gets as far as the configuration is good.
  await rm(join(root, 'usr/libexec/crio/containerd'))
})
afterAll(() => rm(root, { recursive: true }))

async function crio(file: string, text: string, args: readonly string[] = []): Promise<string> {
  const path = join(root, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  const { stdout, stderr } = await tryRun('chroot', [root, '/usr/bin/crio', ...args])
  await rm(path)
  return stdout + stderr
}

const dropIn = 'etc/crio/crio.conf.d/20-nodeprep.conf'
const registries = 'etc/containers/registries.conf.d/50-nodeprep.conf'

it.each([
  ['an unknown cgroup manager', dropIn, '[crio.runtime]\ncgroup_manager = "foo"', 'invalid cgroup manager: foo'],
  ['cgroupfs without conmon in the pod', dropIn, '[crio.runtime]\ncgroup_manager = "cgroupfs"', "should be 'pod'"],
  [
    'systemd with a conmon cgroup that is no slice',
    dropIn,
    '[crio.runtime]\nconmon_cgroup = "system"',
    "'pod' or a systemd slice",
  ],
  ['a runtime without a table', dropIn, '[crio.runtime]\ndefault_runtime = "crun"', 'no runtime entry was found'],
  ['a runtime that is not there', dropIn, '[crio.runtime.runtimes.runc]\nruntime_path = "/no"', 'invalid runtime_path'],
  ['a handler without a program', dropIn, '[crio.runtime.runtimes.crun]\nruntime_type = "oci"', 'not found in $PATH'],
  ['an unknown type of runtime', dropIn, '[crio.runtime.runtimes.runc]\nruntime_type = "k"', 'invalid `runtime_type`'],
  [
    'a virtual machine by a program that is no shim',
    dropIn,
    '[crio.runtime.runtimes.kata]\nruntime_type = "vm"\nruntime_path = "/usr/bin/crio"',
    'no name of a containerd shim',
  ],
  ['no TOML', dropIn, '[crio.runtime\n', 'unable to load configuration /etc/crio/crio.conf.d/20-nodeprep.conf'],
  ['a value of the wrong type', dropIn, '[crio.image]\npause_image = 3', 'cannot load TOML value of type int64'],
  [
    'registries of version 1 in a drop-in',
    registries,
    '[registries.search]\nregistries = ["a"]',
    'mixing sysregistry v1/v2',
  ],
  ['a registry with a scheme', registries, '[[registry]]\nlocation = "http://a"', 'URI schemes are not supported'],
  ['a mirror without a place', registries, '[[registry]]\nlocation = "a"\n[[registry.mirror]]\n', 'cannot be empty'],
  [
    'a mirror that is for neither tags nor digests',
    registries,
    '[[registry]]\nlocation = "a"\n[[registry.mirror]]\nlocation = "b"\npull-from-mirror = "never"',
    'unsupported pull-from-mirror value',
  ],
  [
    'what mirrors are for said twice',
    registries,
    '[[registry]]\nlocation = "a"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = "b"\npull-from-mirror = "all"',
    'at the same time',
  ],
])('the stand-in for CRI-O refuses %s', async (_, file, text, expected) => {
  expect(await crio(file, text)).toMatch(new RegExp(`level=fatal msg=.*${expected.replaceAll(/[.()$]/g, '\\$&')}`))
})

it('the stand-in for CRI-O goes by the last file that names a key', async () => {
  const text = '[crio.image]\npause_image = "registry.lab:5000/pause:3.2"'
  expect(await crio(dropIn, text, ['config'])).toContain('pause_image = "registry.lab:5000/pause:3.2"')
})
