import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { clusterFolder } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const labOf = useLab({
  hosts: [
    { name: 'cp1', kind: 'debian12' },
    { name: 'cp2', kind: 'debian12' },
  ],
  artifacts: true,
})
let cwd: string
const run = (...args: string[]) => nodeprep(labOf(), args, { cwd })

beforeAll(async () => {
  const endpoint = `controlPlaneEndpoint: "${labOf().host('cp1').address}:6443", `
  // Without the smoke test: in Kubernetes 1.20.2 watches that were open while etcd's leader changed, as it does when the
  // second member joins, fall silent, and kube-proxy with them until it restarts.
  cwd = await clusterFolder(labOf(), ['cp1', 'cp2'], (text) =>
    text.replace('version: 1.20.2, ', `$&${endpoint}`).replace('  smokeTest: nginx\n', ''),
  )
})

/** Resolves when a file is there on a host that may be off for a while. */
async function present(host: string, path: string): Promise<void> {
  for (let i = 0; i < 2400; i += 1) {
    if ((await labOf().exec(host, `test -e ${path}`)).code === 0) return
    await sleep(100)
  }
  throw new Error(`${path} did not come on ${host}`)
}

/** The tests of this file are one story. */
describe('two control planes, the first of which loses power while kubeadm init runs', () => {
  it('come up in one run: the host is cleaned, init starts again, the second joins', async () => {
    const apply = run('apply', 'cluster.yaml', '--output', 'json', '--kubeconfig', 'admin.conf')
    await present('cp1', '/var/lib/nodeprep/kubeadm-init.started')
    await present('cp1', '/etc/kubernetes/pki/ca.crt')
    await labOf().powerOff('cp1')
    await labOf().powerOn('cp1')
    const { exitCode, events, stdout, stderr } = await apply
    expect(exitCode, stdout + stderr).toBe(0)
    const said = events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(said).toContain('an earlier kubeadm stopped half way: cleaning this host first')
    const { stdout: nodes } = await labOf().exec(
      'cp1',
      `kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes -l node-role.kubernetes.io/control-plane --no-headers | awk '{ print $1, $2 }'`,
    )
    expect(nodes).toBe('cp1 Ready\ncp2 Ready\n')
  })

  it('gave the admin kubeconfig to the client alone', async () => {
    const file = join(cwd, 'admin.conf')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toContain(`server: https://${labOf().host('cp1').address}:6443`)
  })

  it('are left alone by a second apply', async () => {
    const { exitCode, events } = await run('apply', 'cluster.yaml', '--output', 'json')
    expect([exitCode, changes(events)]).toEqual([0, []])
  })
})

describe('a plan that was written down', () => {
  const setting = '/etc/crio/crio.conf.d/20-nodeprep.conf'

  it('is applied while it holds', async () => {
    await labOf().exec('cp2', `echo '# edited' >>${setting}`)
    expect((await run('plan', 'cluster.yaml', '--out', 'plan.json')).exitCode).toBe(4)
    const { exitCode, events } = await run('apply', 'plan.json', '--output', 'json')
    expect(exitCode).toBe(0)
    expect(changes(events)).toEqual(['cp2 cri-o-config changed', 'cp2 crio changed'])
  })

  it('is refused when a host changed since, and changes nothing', async () => {
    await labOf().exec('cp2', `echo '# edited' >>${setting}`)
    await run('plan', 'cluster.yaml', '--out', 'plan.json')
    await labOf().exec('cp2', `echo '# edited again' >>${setting}`)
    const { exitCode, stderr } = await run('apply', 'plan.json')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('cp2: the host has changed at: cri-o-config')
    expect((await labOf().exec('cp2', `tail -n 1 ${setting}`)).stdout).toBe('# edited again\n')
  })
})
