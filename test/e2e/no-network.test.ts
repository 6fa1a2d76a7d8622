import { beforeAll, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { clusterFolder } from './cluster-file.ts'
import { changes, nodeprep } from './nodeprep.ts'

const lab = useLab({ hosts: [{ name: 'cp1', kind: 'debian12' }], artifacts: true })
const missing = 'the cluster has no network (cni: none): its nodes become Ready once one is installed'
let cwd: string

beforeAll(async () => {
  cwd = await clusterFolder(lab(), ['cp1'], (text) =>
    text.replace(/ {2}cni: .*\n/, '  cni: none\n').replace('  smokeTest: nginx\n', ''),
  )
})

it('case 11: a cluster whose network comes later is made, verified and left alone, and each run says what is missing', async () => {
  const run = (command: string) => nodeprep(lab(), [command, 'cluster.yaml', '--output', 'json'], { cwd })
  for (const { exitCode, stdout } of [await run('apply'), await run('verify')]) {
    expect(exitCode, stdout).toBe(0)
    expect(stdout).toContain(missing)
  }
  const again = await run('apply')
  expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  const { stdout } = await lab().exec('cp1', 'kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes --no-headers')
  expect(stdout).toMatch(/^cp1 +NotReady/)
})
