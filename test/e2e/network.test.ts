import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { createLab, type Lab } from '../lab/lab.ts'
import { clusterFolder } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const names = ['cp1', 'w1']
const STALE = '/etc/cni/net.d/10-containerd-net.conflist'
const bridge =
  '{"cniVersion":"0.3.1","name":"x","plugins":[{"type":"bridge","bridge":"cni9","ipam":{"type":"host-local","ranges":[[{"subnet":"10.88.0.0/16"}]]}}]}'

/** As Vagrant has it: the default route leaves by an interface whose address all hosts have. */
const nat = `ip link add nat0 type veth peer name nat1
ip address add 10.0.2.15/24 dev nat0
ip link set nat1 up
ip link set nat0 up
ip route replace default via 10.0.2.2 dev nat0
echo "127.0.1.1 $(hostname)" >>/etc/hosts`

let lab: Lab
let cwd: string

const kubectl = (args: string) => lab.exec('cp1', `kubectl --kubeconfig /etc/kubernetes/admin.conf ${args}`)
const verify = () => nodeprep(lab, ['verify', 'cluster.yaml'], { cwd })

beforeAll(async () => {
  lab = await createLab({
    id: `network-${process.pid}`,
    hosts: names.map((name) => ({ name, kind: 'debian12' })),
    artifacts: await ensureArtifacts(),
  })
  for (const name of names) await lab.exec(name, nat)
  await lab.exec('w1', `mkdir -p /etc/cni/net.d && echo '${bridge}' >${STALE}`)
  cwd = await clusterFolder(lab, names)
})
afterAll(() => lab.down())

/** The tests of this file are one story: each goes on from the one before. */
it('cases 1, 6 and 20: a cluster comes up on addresses of its own, and its pods resolve names', async () => {
  const { exitCode, events, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml', '--yes', '--output', 'json'], {
    cwd,
  })
  expect(exitCode, stdout).toBe(0)
  expect(changes(events)).toEqual(expect.arrayContaining(['w1 other-networks changed', 'cp1 smoke-test changed']))
  expect(stdout).toContain(`${STALE} is now ${STALE}.disabled`)
  const { stdout: nodes } = await kubectl(
    `get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.addresses[?(@.type=="InternalIP")].address}{"\\n"}{end}'`,
  )
  expect(nodes.trim().split('\n')).toEqual(names.map((name) => `${name} ${lab.host(name).address}`))
  const verified = await verify()
  expect(verified.exitCode, verified.stdout).toBe(0)
})

it('case 20: verify fails while no pod of the DNS is ready', async () => {
  await kubectl('-n kube-system scale deployment coredns --replicas=0')
  // It is given 30 s to end, and is there until it has.
  await kubectl('-n kube-system wait --for=delete pod -l k8s-app=kube-dns --timeout=90s')
  const { exitCode, stdout } = await verify()
  expect(exitCode, stdout).toBe(1)
  expect(stdout).toContain('there is no pod with the label k8s-app=kube-dns in kube-system')
})

it('case 1: verify names a pod that another network gave its address', async () => {
  await lab.exec('w1', `echo '${bridge}' >/etc/cni/net.d/05-x.conflist; sleep 2`)
  const overrides = JSON.stringify({ spec: { nodeName: 'w1' } })
  await kubectl(`run stray --image=registry.lab:5000/library/nginx:latest --overrides='${overrides}'`)
  await kubectl('wait --for=condition=Ready pod/stray --timeout=60s')
  const { exitCode, stdout } = await verify()
  expect(exitCode, stdout).toBe(1)
  expect(stdout).toMatch(/default\/stray on w1 has address 10\.88\.\d+\.\d+, outside the node's podCIDR/)
})
