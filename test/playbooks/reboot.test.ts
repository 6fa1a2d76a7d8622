import { expect, it } from 'vitest'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { clusterOf, controlPlane, factsOf, notJoined } from '../kubernetes/fixtures.ts'

const playbook = loadPlaybook('node', [new URL('../../playbooks', import.meta.url).pathname])

/** What the step `reboot` of playbook `node` is given on a host that is a node, or is none. */
function rebootOf(reboot: 'allowed' | 'refused', state: 'none' | 'control-plane') {
  const host = { ...controlPlane, kernel: { parameters: { nosmt: '' } } }
  const cluster = { ...clusterOf({ hosts: [host] }), reboot }
  const hosts = [{ host, facts: factsOf('debian-12', { kubernetes: { ...notJoined, state } }) }]
  const [plan] = planHosts({ cluster, playbook, templates: new Map(), hosts }).hosts
  return plan?.steps.find(({ id }) => id === 'reboot')?.params
}

it('is allowed by cluster.yaml alone, and never on a Kubernetes node', () => {
  expect(rebootOf('allowed', 'none')).toMatchObject({ allowed: true })
  expect(rebootOf('refused', 'none')).toMatchObject({
    allowed: false,
    refusal: expect.stringMatching(
      /^spec\.reboot of cluster\.yaml does not allow .* then run the same command again$/,
    ) as string,
  })
  const node = {
    allowed: false,
    refusal: expect.stringMatching(/^this host is a Kubernetes node\. Drain it .* again$/) as string,
  }
  expect(rebootOf('allowed', 'control-plane')).toMatchObject(node)
  expect(rebootOf('refused', 'control-plane')).toMatchObject(node)
})
