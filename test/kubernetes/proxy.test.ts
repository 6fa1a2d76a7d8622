import { expect, it } from 'vitest'
import type { Proxy } from '../../src/cluster/cluster.ts'
import { resolveProxy } from '../../src/kubernetes/proxy.ts'
import { noCredentials } from '../../src/registries/credentials.ts'
import { clusterOf, controlPlane, factsOf, hostOf, worker } from './fixtures.ts'

const facts = factsOf('debian-12', { addresses: [{ interface: 'eth0', address: '10.0.0.21' }] })
const proxy: Proxy = { http: 'http://p.example:3128', https: 'http://q.example:3129', noProxy: ['.corp.example'] }
const auth = { username: 'me@corp', password: { env: 'P' } } as const
const plane = { ...controlPlane, nodeIP: '10.9.0.11,fd00::11' }
const cluster = (more: Partial<Proxy> = {}, hosts = [plane, worker, hostOf('w2', 'worker', 'w2.example')]) =>
  clusterOf({
    hosts,
    proxy: { ...proxy, ...more },
    kubernetes: { controlPlaneEndpoint: '[fd00::1]:6443', dnsDomain: 'lab.local', podSubnet: '10.1.0.0/16,fd01::/56' },
  })

it('no proxy is no environment', () => {
  expect(resolveProxy(clusterOf(), worker, facts, noCredentials)).toEqual({ environment: '', hasAccount: false })
})

it('is told in both spellings, with all of the cluster that a host reaches itself', () => {
  const own =
    'localhost,127.0.0.1,::1,w1,10.0.0.21,cp1,10.0.0.11,10.9.0.11,fd00::11,fd00::1,10.1.0.0/16,fd01::/56,10.96.0.0/12,.svc,.lab.local,.corp.example'
  expect(resolveProxy(cluster(), worker, facts, noCredentials)).toEqual({
    hasAccount: false,
    environment: `# Written by nodeprep
HTTP_PROXY=http://p.example:3128
HTTPS_PROXY=http://q.example:3129
NO_PROXY=${own}
http_proxy=http://p.example:3128
https_proxy=http://q.example:3129
no_proxy=${own}
`,
  })
})

it('is the same for a host when a worker is added, whose runtime would restart otherwise', () => {
  const fewer = cluster({}, [plane, worker])
  const of = (one: typeof fewer) => resolveProxy(one, worker, facts, noCredentials)
  expect(of(cluster())).toEqual(of(fewer))
})

it('an account is in it so that no shell, URL or systemd takes it for anything else', () => {
  const proxyPassword = `a@b:c/d%e$f#g 'h' "i" (j)*!\\\`ä`
  const { environment, hasAccount } = resolveProxy(cluster({ auth }), worker, facts, {
    ...noCredentials,
    proxyPassword,
  })
  expect(hasAccount).toBe(true)
  expect(environment).toMatch(/^HTTPS_PROXY=http:\/\/me%40corp:[A-Za-z0-9%._~-]+@q\.example:3129$/m)
  const url = new URL(/^https_proxy=(.*)$/m.exec(environment)?.[1] ?? '')
  expect([decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual(['me@corp', proxyPassword])
})
