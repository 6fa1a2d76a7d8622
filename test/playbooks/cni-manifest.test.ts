import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { compile } from '../../src/program/compile.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'
import { runInCopy } from '../steps/copy/copy.ts'
import { outcomes } from '../steps/copy/plan.ts'
import { planFor } from './plans.ts'

const url = 'http://127.0.0.1/net.yaml'
const text = 'kind: DaemonSet\n'
const sum = createHash('sha256').update(text).digest('hex')

/** What the steps of the playbook that fetch a manifest with this digest do to a host. */
async function fetched(sha256: string) {
  const cluster = clusterOf({ cni: { kind: 'manifest', manifest: { url, sha256 } } })
  const [plan] = planFor(cluster, 'debian-12').hosts
  if (!plan) throw new Error('no host')
  const steps = plan.steps.filter(({ id, skipped }) => id.startsWith('cni-manifest') && !skipped)
  expect(steps.map(({ id }) => id)).toEqual(['cni-manifest-verified'])
  const program = compile({ ...plan, steps }, { mode: 'apply', nonce: 'nonce', run: 'run-1', who: 'a test' })
  const prepare =
    'rm -rf /etc/kubernetes; mkdir /srv/www; cp /case/net.yaml /srv/www; busybox httpd -p 127.0.0.1:80 -h /srv/www'
  const results = await runInCopy({ shell: 'dash', prepare, files: { 'net.yaml': text } }, [
    { name: 'apply', text: program },
    { name: 'left', text: 'find /etc/kubernetes -type f 2>/dev/null' },
  ])
  const output = results.get('apply')?.output ?? ''
  return { output, seen: outcomes(output), left: results.get('left')?.output.split('\n')[0] }
}

it('a network manifest with another cni.sha256 fails the step and leaves nothing on the host', async () => {
  const { output, seen, left } = await fetched('a'.repeat(64))
  expect(seen, output).toEqual(['failed'])
  expect(output).toContain(`${url} is not what was wanted: its SHA-256 is ${sum} instead of ${'a'.repeat(64)}`)
  expect(left).not.toContain('/etc')
})

it('a network manifest with its cni.sha256 is put in its place', async () => {
  const { output, seen, left } = await fetched(sum)
  expect(seen, output).toEqual(['changed'])
  expect(left).toBe('/etc/kubernetes/nodeprep/cni.yaml')
})
