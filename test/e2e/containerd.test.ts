import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { until } from '../lab/processes.ts'
import { registryLog, secureRegistry } from '../lab/registry.ts'
import { clusterFolder, writeCluster } from './cluster-file.ts'
import { hostFiles } from './host-files.ts'
import { changes, nodeprep } from './nodeprep.ts'
import { pulledBy, throughSecureRegistry, writeSecrets } from './secure-registry.ts'

const two = ['cp1', 'w1']
const config = '/etc/containerd/config.toml'
const more = '  pullSecret: { namespaces: [apps] }\n'
/** What the administrator of w1 had there before. */
const own = `version = 2
# Long lines are wanted whole.
[plugins."io.containerd.grpc.v1.cri"]
  max_container_log_line_size = 32768
`
let lab: Lab
let cwd: string

const kubectl = (args: string, input = '') =>
  lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`, input)

beforeAll(async () => {
  lab = await createLab({
    id: `containerd-${process.pid}`,
    hosts: [
      { name: 'cp1', kind: 'debian12' },
      { name: 'w1', kind: 'debian13' },
    ],
    artifacts: await ensureArtifacts(),
  })
  cwd = await clusterFolder(lab, two, throughSecureRegistry({ runtime: 'containerd', more }))
  await writeSecrets(lab, cwd)
  const install = 'export DEBIAN_FRONTEND=noninteractive; apt-get update && apt-get install -y containerd'
  expect((await lab.exec('w1', `${install} && cat >${config} && systemctl restart containerd`, own)).code).toBe(0)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
describe('a cluster on containerd, behind a registry with TLS and an account', () => {
  it('is planned without changing one byte on any host, and the password is not shown', async () => {
    const before = await Promise.all(two.map((host) => hostFiles(lab, host)))
    const { exitCode, stderr, stdout } = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr], stdout).toEqual([4, ''])
    expect(stdout).toMatch(/\+ *SystemdCgroup = true/)
    expect(stdout).not.toContain(secureRegistry.password)
    expect(await Promise.all(two.map((host) => hostFiles(lab, host)))).toEqual(before)
  })

  it('says which key of cluster.yaml is missing when the certificate is by an unknown authority', async () => {
    await writeCluster(lab, cwd, two, throughSecureRegistry({ runtime: 'containerd', ca: false, more }))
    const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(
      /image k8s\.gcr\.io\/\S+ could not be pulled: .*secure\.lab:5443.*unknown authority; .*caFile/,
    )
  })

  it('says that the account is at fault when the password is wrong', async () => {
    await writeCluster(lab, cwd, two, throughSecureRegistry({ runtime: 'containerd', more }))
    await writeSecrets(lab, cwd, 'not-the-password')
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(
      /image k8s\.gcr\.io\/\S+ could not be pulled: .*secure\.lab:5443.*401 Unauthorized; .*auth of/,
    )
    expect(stdout + stderr).not.toContain('not-the-password')
  })

  it('comes up: every node is Ready on containerd', async () => {
    await writeSecrets(lab, cwd)
    const { exitCode, stdout, stderr } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    expect([exitCode, stderr], stdout).toEqual([0, ''])
    const { stdout: nodes } = await kubectl(
      `get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.containerRuntimeVersion} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'`,
    )
    expect(nodes).toMatch(/^cp1 containerd:\/\/1\.6\S+ True\nw1 containerd:\/\/1\.7\S+ True\n$/)
  })

  it('got every image from the mirror of its registry', async () => {
    const kubernetes = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'pause']
    expect(await pulledBy(lab, 'cp1', 'secure-registry')).toEqual(
      expect.arrayContaining([...kubernetes.map((name) => `google_containers/${name}`), 'library/nginx']),
    )
    expect(await pulledBy(lab, 'w1', 'secure-registry')).toEqual(
      expect.arrayContaining(['google_containers/kube-proxy', 'google_containers/pause', 'library/nginx']),
    )
    for (const host of two) expect(await pulledBy(lab, host, 'client-registry')).toEqual(['lab/cni'])
    expect(await registryLog(lab.id, 'registry')).toEqual([])
  })

  it("keeps a user's own setting in the configuration, which only root can read", async () => {
    const { stdout } = await lab.exec('w1', `stat -c %a ${config}; cat ${config}`)
    expect(stdout).toMatch(/^600\n/)
    expect(parse(stdout.slice(4))).toMatchObject({
      plugins: {
        'io.containerd.grpc.v1.cri': { max_container_log_line_size: 32768, sandbox_image: 'k8s.gcr.io/pause:3.2' },
      },
    })
    const { stdout: readable } = await lab.exec(
      'w1',
      `grep -rl ${secureRegistry.password} /etc /var/lib/nodeprep /run /var/log`,
    )
    for (const file of readable.trim().split('\n')) {
      expect((await lab.exec('w1', `stat -c '%a %U' ${file}`)).stdout, file).toBe('600 root\n')
    }
  })

  it('is left alone by a second apply, with a comment that was written since; a plan has nothing to say', async () => {
    const commented = await lab.exec('w1', `echo '# Ask the night shift first.' >>${config}; cat ${config}`)
    const again = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
    expect((await lab.exec('w1', `cat ${config}`)).stdout).toBe(commented.stdout)
    const plan = await nodeprep(lab, ['plan', 'cluster.yaml'], { cwd })
    expect(plan.exitCode, plan.stdout).toBe(0)
  })

  it("serves: nginx, pulled with the account of the namespace's Secret, answers over its Service from another node", async () => {
    const { stdout: secret } = await kubectl(
      `-n apps get secret registry-auth -o 'jsonpath={.data.\\.dockerconfigjson}'`,
    )
    expect(JSON.parse(Buffer.from(secret, 'base64').toString())).toMatchObject({
      auths: { [secureRegistry.host]: { username: secureRegistry.username, password: secureRegistry.password } },
    })
    await kubectl('apply -f -', await readFile(join(import.meta.dirname, 'web.yaml'), 'utf8'))
    const { stdout: rolled } = await kubectl('-n apps rollout status deployment web --timeout=120s')
    expect(rolled, (await kubectl('-n apps get events')).stdout).toContain('successfully rolled out')
    const { stdout: address } = await kubectl(`-n apps get service web -o 'jsonpath={.spec.clusterIP}'`)
    const ask = `bash -c "exec 3<>/dev/tcp/${address}/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"`
    for (let i = 0; i < 4; i += 1) expect((await lab.exec('cp1', ask)).stdout).toContain('200 OK')
  })

  it("pulls with the account of a pod's Secret even where that is wrong and the host's own is right", async () => {
    const data = `-o 'jsonpath={.data.\\.dockerconfigjson}'`
    const { stdout } = await kubectl(`-n apps get secret registry-auth ${data}`)
    const { auths } = JSON.parse(Buffer.from(stdout, 'base64').toString()) as { auths: Record<string, object> }
    const wrong = Object.keys(auths).map((host) => [host, { username: 'lab', password: 'wrong', auth: 'bGFiOndyb25n' }])
    const items = [
      {
        ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', metadata: { name: 'wrong' } },
        stringData: { '.dockerconfigjson': JSON.stringify({ auths: Object.fromEntries(wrong) as object }) },
      },
      {
        ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'wrong' } },
        spec: {
          imagePullSecrets: [{ name: 'wrong' }],
          containers: [{ name: 'nginx', image: 'nginx:1.25', imagePullPolicy: 'Always' }],
        },
      },
    ]
    const made = await kubectl('-n apps apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    expect(made.code, made.stderr).toBe(0)
    const message = `-n apps get pod wrong -o 'jsonpath={.status.containerStatuses[0].state.waiting.message}'`
    await until('the image to be refused', 60, async () => (await kubectl(message)).stdout.includes('401 Unauthorized'))
  })

  it('forgets a registry that cluster.yaml no longer has, with its certificates and key', async () => {
    const edit = throughSecureRegistry({ runtime: 'containerd', more })
    await writeCluster(lab, cwd, two, (text) => edit(text).replace(/ {4}- host: registry\.lab:5000\n.*\n/, ''))
    const { exitCode, events } = await nodeprep(lab, ['apply', 'cluster.yaml', '--output', 'json'], { cwd })
    const step = 'containerd-former-registries changed'
    expect([exitCode, [...changes(events)].sort()]).toEqual([0, [`cp1 ${step}`, `w1 ${step}`]])
    const { stdout } = await lab.exec('w1', 'ls /etc/containerd/certs.d /etc/containerd/nodeprep')
    expect(stdout).toMatch(/docker\.io\nk8s\.gcr\.io\n[^]*secure\.lab:5443\n/)
    expect(stdout).not.toMatch(/registry\.lab|client\.lab/)
  })
})
