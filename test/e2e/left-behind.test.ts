import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { bootsAgain } from '../lab/boots-again.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { secureRegistry } from '../lab/registry.ts'
import { updateGrub } from '../steps/boot-loader-doubles.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const libs = 'http://mirror.lab/repositories/devel:/kubic:/libcontainers:/stable/Debian_12/'
const extra = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: extra, namespace: kube-system }
---
apiVersion: v1
kind: Namespace
metadata: { name: extra-space }
`

let lab: Lab
let cwd: string

interface Wanted {
  readonly handlers?: boolean
  /** All that can be taken out beside handlers. */
  readonly rest?: boolean
  readonly pullSecret?: string
}

/** The quickstart's cluster.yaml on containerd, with what is taken out later. */
const withAll =
  ({ handlers = true, rest = true, pullSecret = '{ name: first, namespaces: [default, web] }' }: Wanted = {}) =>
  (text: string) => {
    const runtime = handlers ? ', handlers: [{ name: crun, runtimeClass: small }], defaultHandler: crun' : ''
    const account = `auth: { username: ${secureRegistry.username}, passwordEnv: REGISTRY_PASSWORD }`
    const more = rest
      ? `  kernel: { parameters: { lab.answer: 42 } }\n  pullSecret: ${pullSecret}\n  registries:\n    - { host: '${secureRegistry.host}', insecure: true, ${account} }\n`
      : '  registries:\n'
    return text
      .replace('kind: cri-o }', `kind: containerd${runtime} }`)
      .replace('    packages:\n', rest ? `    packages:\n      containerd: { url: '${libs}' }\n` : '    packages:\n')
      .replace(/ {2}registries:\n/, `  reboot: allowed\n${more}`)
      .replace(/manifest: \S+/, 'manifest: net.yaml')
      .replace('  smokeTest: nginx\n', rest ? '  smokeTest: nginx\n' : '')
  }

const env = { REGISTRY_PASSWORD: secureRegistry.password }
const said = async (command: string) => (await lab.exec('cp1', command)).stdout
const kubectl = async (args: string, input = '') =>
  (await lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`, input)).stdout
const run = (...args: string[]) => nodeprep(lab, [...args, '--output', 'json'], { cwd, env })

async function write(wanted: Wanted, manifest = ''): Promise<void> {
  const network = await readFile(join(import.meta.dirname, '../lab/artifacts/lab-cni.yaml'), 'utf8')
  await writeFile(join(cwd, 'net.yaml'), network + manifest)
  await writeCluster(lab, cwd, ['cp1'], withAll(wanted))
}

/** Applies, and once more, which changes nothing; what the first one changed. */
async function applied(): Promise<readonly string[]> {
  const { exitCode, events, stdout } = await run('apply', 'cluster.yaml')
  expect(exitCode, stdout).toBe(0)
  const again = await run('apply', 'cluster.yaml')
  expect([again.exitCode, changes(again.events)], again.stdout).toEqual([0, []])
  return changes(events)
}

beforeAll(async () => {
  lab = await createLab({
    id: `left-${process.pid}`,
    hosts: [{ name: 'cp1', kind: 'debian12' }],
    artifacts: await ensureArtifacts(),
  })
  await lab.exec('cp1', 'cat >/usr/local/sbin/update-grub && chmod 755 /usr/local/sbin/update-grub', updateGrub)
  cwd = await clusterFolder(lab, ['cp1'])
})
afterAll(() => lab.down())

const secrets = `get secrets -A -l app.kubernetes.io/managed-by=nodeprep -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {end}'`
const objects = 'get configmap,namespace -A -o name'

/** The tests of this file are one story. */
describe('what is taken out of cluster.yaml', () => {
  it('is there first', async () => {
    await write({}, extra)
    const rebooted = bootsAgain(lab, 'cp1')
    await applied()
    expect(await rebooted()).toBe(1)
    expect(await kubectl(secrets)).toBe('default/first web/first ')
    expect(await said('cat /proc/cmdline')).toContain('lab.answer=42')
    expect(await said('crictl info')).toContain('"defaultRuntimeName": "crun"')
    expect(await said('ls /etc/apt/sources.list.d /etc/apt/keyrings')).toContain('nodeprep-containerd')
  })

  it('leaves with its name or its namespace, where it is a Secret', async () => {
    await write({ pullSecret: '{ name: second, namespaces: [default] }' }, extra)
    expect(await applied()).toEqual(['cp1 pull-secret changed'])
    expect(await kubectl(secrets)).toBe('default/second ')
  })

  it('leaves with the manifest of the network, except for a namespace, which is named', async () => {
    await write({ pullSecret: '{ name: second, namespaces: [default] }' })
    const { exitCode, events, stdout } = await run('apply', 'cluster.yaml')
    expect([exitCode, changes(events)], stdout).toEqual([0, ['cp1 cni-manifest changed', 'cp1 cni changed']])
    expect(stdout).toContain('Namespace extra-space is not in the manifest any more. It stays')
    const there = await kubectl(objects)
    expect(there).not.toContain('configmap/extra')
    expect(there).toContain('namespace/extra-space')
    const again = await run('apply', 'cluster.yaml')
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  })

  it('stays while a pod uses it, where it is a handler, and the pod is named', async () => {
    await kubectl(
      'apply -f -',
      `apiVersion: v1
kind: Pod
metadata: { name: user }
spec:
  runtimeClassName: small
  tolerations: [{ operator: Exists, effect: NoSchedule }]
  containers: [{ name: pause, image: "registry.lab:5000/google_containers/pause:3.2" }]
`,
    )
    await kubectl('wait --for=condition=Ready pod/user --timeout=120s')
    await write({ handlers: false, rest: false })
    const { exitCode, stdout } = await run('apply', 'cluster.yaml')
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toContain('default/user (crun)')
    expect(await said('crictl info')).toContain('"crun": {')
    await kubectl('delete pod user --wait')
  })

  it('is named in a plan, which changes nothing', async () => {
    const { exitCode, stdout } = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd, env })
    expect(exitCode, stdout).toBe(4)
    for (const line of ['- small=crun', '- default/second', '- configmap/nodeprep-smoke-test', 'default_runtime_name'])
      expect(stdout).toContain(line)
    expect(await kubectl(secrets)).toBe('default/second ')
  })

  it('leaves the hosts and the cluster, and a second apply changes nothing', async () => {
    await applied()
    expect(await kubectl(secrets)).toBe('')
    expect(await kubectl('get runtimeclasses -o name')).toBe('')
    expect(await kubectl(objects)).not.toContain('nodeprep-smoke-test')
    const info = await said('crictl info')
    expect(info).toContain('"defaultRuntimeName": "runc"')
    expect(info).not.toContain('"crun": {')
    expect(await said('cat /etc/containerd/config.toml')).not.toMatch(/crun|configs|secure\.lab/)
    expect(await said('ls /etc/apt/sources.list.d /etc/apt/keyrings')).not.toContain('nodeprep-containerd')
    expect(await said('ls /etc/default/grub.d; cat /boot/grub/grub.cfg')).not.toMatch(/nodeprep|lab\.answer/)
    expect(await said('ls /var/lib/nodeprep/made')).toBe('')
  })
})
