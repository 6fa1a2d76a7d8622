import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contenders } from '../bench/scale/contenders.ts'
import { makeScaleBed, type ScaleBed } from '../bench/scale/scale-bed.ts'
import { measure } from '../bench/scale/usage.ts'
import { runWithWrongHosts } from '../bench/scale/wrong-hosts.ts'
import { packageCopy } from '../bench/package-copy.ts'
import { useLab } from '../lab/fixture.ts'
import { aptInstall, exists } from '../lab/tools.ts'

const playbook = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: some, description: some steps that need no packages }
steps:
  - id: journal-size
    file: { path: /etc/systemd/journald.conf.d/60-bench.conf, content: "[Journal]\\nSystemMaxUse=200M\\n" }
  - id: map-count
    sysctl: { file: /etc/sysctl.d/60-bench.conf, values: { vm.max_map_count: 262144 } }
  - id: dbus
    service: { name: dbus, state: started }
`
const hosts = 50
const labOf = useLab({ hosts: [{ name: 'cp1', kind: 'debian12' }] })
let folder: string
let bed: ScaleBed

beforeAll(async () => {
  if (!(await exists('/usr/bin/time'))) await aptInstall(['time'])
  folder = await mkdtemp(join(tmpdir(), 'nodeprep-many-'))
  await writeFile(join(folder, 'some.yaml'), playbook)
  bed = await makeScaleBed(labOf(), folder, await packageCopy(folder), join(folder, 'some.yaml'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a no-op run over 50 hosts leaves all of them as they are, in bounded memory', async () => {
  const [, nodeprep] = await contenders(bed, hosts)
  const { memory } = await measure(nodeprep, bed.lab)
  expect(memory).toBeLessThan(200)
})

it('a host that refuses, one with another key, one that fails and one that is slow do not disturb the others', async () => {
  const { stdout } = await runWithWrongHosts(bed, hosts)
  expect(stdout).toContain('"type":"run-ended"')
})
