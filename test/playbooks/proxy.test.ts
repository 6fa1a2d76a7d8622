import { expect, it } from 'vitest'
import type { Proxy } from '../../src/cluster/cluster.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { compile } from '../../src/program/compile.ts'
import { clusterOf, controlPlane, factsOf } from '../kubernetes/fixtures.ts'

const root = new URL('../../', import.meta.url)
const playbook = loadPlaybook('cluster', [new URL('playbooks', root).pathname])
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])
const plain: Proxy = { http: 'http://p.example:3128', https: 'http://p.example:3128', noProxy: [] }
const withAccount: Proxy = { ...plain, auth: { username: 'me', password: { env: 'P' } } }

function planOf(kind: 'cri-o' | 'containerd', proxy?: Proxy) {
  const credentials = { passwords: new Map(), keys: new Map(), ...(proxy?.auth && { proxyPassword: 'hunter22' }) }
  const version = kind === 'containerd' ? '' : '1.36'
  const cluster = clusterOf({ hosts: [controlPlane], runtime: { kind, version }, ...(proxy && { proxy }) })
  const hosts = [{ host: controlPlane, facts: factsOf('debian-12') }]
  const [plan] = planHosts({ cluster, playbook, templates, hosts, credentials }).hosts
  if (!plan) throw new Error('nothing was planned')
  return plan
}
const stepsOf = (...given: Parameters<typeof planOf>) =>
  planOf(...given).steps.flatMap(({ id, skipped, sensitive, owes, params }) => {
    const { path = '', state, mode } = params as { path?: string; state?: string; mode?: string }
    return !skipped && /proxy/.test(path) ? [[id, path, state, mode, sensitive, owes.join()]] : []
  })

it.each([
  ['cri-o', 'crio'],
  ['containerd', 'containerd'],
] as const)(
  '%s is told of the proxy, its files are for root alone, and a change of them owes it a restart',
  (kind, unit) => {
    const env = '/etc/nodeprep/proxy.env'
    const own = `/etc/nodeprep/${unit}-proxy.env`
    const dropIn = `/etc/systemd/system/${unit}.service.d/zz-nodeprep-proxy.conf`
    expect(stepsOf(kind, plain)).toEqual([
      ['proxy', env, 'present', '0600', false, ''],
      [`runtime-proxy-${unit}`, own, 'present', '0600', false, unit],
      [`runtime-proxy-drop-in-${unit}`, dropIn, 'present', undefined, false, unit],
    ])
    expect(stepsOf(kind, withAccount)).toEqual([
      ['proxy-account', env, 'present', '0600', true, ''],
      [`runtime-proxy-account-${unit}`, own, 'present', '0600', true, unit],
      [`runtime-proxy-drop-in-${unit}`, dropIn, 'present', undefined, false, unit],
    ])
    expect(stepsOf(kind)).toEqual([
      ['no-proxy', env, 'absent', undefined, false, ''],
      [`no-runtime-proxy-drop-in-${unit}`, dropIn, 'absent', undefined, false, unit],
      [`no-runtime-proxy-${unit}`, own, 'absent', undefined, false, unit],
    ])
  },
)

it('the password is in the content of sensitive steps alone, and in no program that only looks', () => {
  const plan = planOf('containerd', withAccount)
  const others = plan.steps.filter(({ sensitive }) => !sensitive)
  expect(JSON.stringify(others)).not.toContain('hunter22')
  expect(compile(plan, { mode: 'check', run: 'r', who: 'w', nonce: 'n' })).not.toContain('hunter22')
})
