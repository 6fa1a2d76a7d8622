import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { loadTemplates } from '../../src/playbook/loading/load-templates.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { controlPlane, factsOf, worker } from '../kubernetes/fixtures.ts'
import {
  accountOf,
  ca,
  clientCert,
  clusterWith,
  credentialsOf,
  mirrorOf,
  registryOf,
} from '../registries/registry-fixtures.ts'

const root = new URL('../../', import.meta.url)
const playbook = loadPlaybook('cluster', [new URL('playbooks', root).pathname])
const templates = loadTemplates(playbook, [new URL('templates', root).pathname])
const registries = [
  registryOf('docker.io', { mirrors: [mirrorOf('https://m.example', { ca, clientCert, auth: accountOf('puller') })] }),
]
const credentials = credentialsOf({ 'm.example': 'hunter22' })
const pullSecret = { name: 'registry-auth', namespaces: ['default'] }
const facts = factsOf('debian-12')

function stepsOf(cluster: Cluster, host: 0 | 1 = 0): readonly PlannedStep[] {
  const hosts = [controlPlane, worker].map((one) => ({ host: one, facts }))
  const plan = planHosts({ cluster, playbook, templates, hosts, credentials })
  return plan.hosts[host]?.steps.filter(({ skipped }) => !skipped) ?? []
}
const contentOf = (step: PlannedStep | undefined) =>
  (step && stepKinds.get(step.kind)?.content?.(step.params, facts)) ?? ''

describe('registries on containerd', () => {
  const steps = stepsOf(clusterWith('containerd', registries, { pullSecret }))
  const step = (id: string) => steps.find((one) => one.id === id)

  it('are files of their own for each server and registry, the key a sensitive one', () => {
    const ids = steps.filter(({ source }) => source.file.endsWith('containerd-registries.yaml')).map(({ id }) => id)
    expect(ids).toEqual([
      'containerd-certificates-m.example-ca',
      'containerd-certificates-m.example-client',
      'containerd-keys-m.example',
      'containerd-hosts-docker.io',
      'containerd-former-registries',
    ])
    expect(steps.filter(({ sensitive }) => sensitive).map(({ id }) => id)).toEqual(['containerd-keys-m.example'])
    expect(parse(contentOf(step('containerd-hosts-docker.io')))).toHaveProperty('server')
  })

  it('have their accounts in the configuration, by whose change containerd is restarted', () => {
    const config = parse(contentOf(step('containerd-config')))
    const registry = {
      config_path: '/etc/containerd/certs.d',
      configs: { 'm.example': { auth: { username: 'puller', password: 'hunter22' } } },
    }
    expect(config).toMatchObject({ plugins: { 'io.containerd.grpc.v1.cri': { registry } } })
    expect(step('containerd-config')?.owes).toEqual(['containerd'])
  })

  it('make a pull secret on the first control plane alone', () => {
    expect(step('pull-secret')?.params).toMatchObject({ env: { NAME: 'registry-auth', NAMESPACES: 'default' } })
    const others = stepsOf(clusterWith('containerd', registries, { pullSecret }), 1)
    expect(others.some(({ id }) => id === 'pull-secret')).toBe(false)
  })
})

describe('registries on CRI-O', () => {
  const steps = stepsOf(clusterWith('cri-o', registries))
  const content = (id: string) => contentOf(steps.find((one) => one.id === id))

  it('have their accounts in a file that its configuration names', () => {
    expect(parse(content('cri-o-config'))).toMatchObject({
      crio: { image: { global_auth_file: '/etc/crio/nodeprep-auth.json' } },
    })
    const auth = Buffer.from('puller:hunter22').toString('base64')
    expect(JSON.parse(content('cri-o-accounts'))).toEqual({ auths: { 'm.example': { auth } } })
    expect(steps.find(({ id }) => id === 'cri-o-accounts')).toMatchObject({ sensitive: true, params: { mode: '0600' } })
  })

  it('without accounts have no such file', () => {
    const plain = stepsOf(clusterWith('cri-o', [registryOf('quay.io', { blocked: true })]))
    expect(plain.find(({ id }) => id === 'cri-o-no-accounts')?.params).toMatchObject({ state: 'absent' })
    expect(contentOf(plain.find(({ id }) => id === 'cri-o-config'))).not.toContain('global_auth_file')
  })

  it('before 1.20 are said by arguments, as far as they can', () => {
    const insecure = [registryOf('m.example', { skipVerify: true, auth: accountOf('puller') })]
    const cluster = clusterWith('cri-o', insecure)
    const old = stepsOf({ ...cluster, runtime: { ...cluster.runtime, version: '1.19' } })
    const unit = contentOf(old.find(({ id }) => id === 'cri-o-arguments'))
    expect(unit).toContain('  --global-auth-file=/etc/crio/nodeprep-auth.json \\\n  --insecure-registry=m.example \\\n')
  })
})
