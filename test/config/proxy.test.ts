import { expect, test } from 'vitest'
import type { Proxy } from '../../src/cluster/cluster.ts'
import { parseCluster } from '../../src/config/load.ts'
import { documentSecretWarnings, registrySecrets } from '../../src/config/document-secrets.ts'
import { formatProblem } from '../../src/yaml/problem.ts'

function read(proxy: object, readPassword?: () => string) {
  const head = { apiVersion: 'nodeprep.dev/v1alpha1', kind: 'Cluster', metadata: { name: 'demo' } }
  const hosts = [{ name: 'cp1', address: '192.0.2.1', role: 'control-plane' }]
  const text = JSON.stringify({ ...head, spec: { kubernetes: { version: '1.36.2' }, proxy, hosts } }, null, 1)
  return parseCluster(text, '/etc/np/cluster.yaml', {
    home: '/home/me',
    readManifest: () => '',
    ...(readPassword && { readPassword }),
  })
}
function clusterOf(proxy: object) {
  const result = read(proxy)
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.cluster
}
const problemsOf = (proxy: object) => {
  const result = read(proxy)
  return 'problems' in result
    ? result.problems.map((one) => formatProblem(one).replace(/^\S+ /, '').replace(/\n\s*/, '; '))
    : []
}
const http = 'http://p.example:3128'

test('one URL stands for the other', () => {
  const both: Proxy = { http, https: http, noProxy: [] }
  expect(clusterOf({ http: `${http}/` }).proxy).toEqual(both)
  expect(clusterOf({ https: http }).proxy).toEqual(both)
  expect(
    clusterOf({ http, https: 'http://[fd00::1]:8080', noProxy: ['.corp', 'a.b:80', '10.0.0.0/8', 'fd00::/8', '::1'] })
      .proxy,
  ).toEqual({
    ...{ http, https: 'http://[fd00::1]:8080', noProxy: ['.corp', 'a.b:80', '10.0.0.0/8', 'fd00::/8', '::1'] },
  })
})

test('where the password is, is read like that of a registry', () => {
  const auth = { username: 'me', passwordFile: 'proxy-password' }
  expect(clusterOf({ http, auth }).proxy?.auth).toEqual({
    username: 'me',
    password: { file: '/etc/np/proxy-password' },
  })
  const insecure = clusterOf({ http, auth: { username: 'me', insecurePassword: 'hunter22' } })
  expect(registrySecrets(insecure)).toEqual(['hunter22'])
  expect(documentSecretWarnings(insecure)).toEqual([expect.stringContaining('the password of me at the proxy')])
})

test.each([
  [{}, 'spec.proxy: has no proxy; give http, https, or both'],
  [
    { http: 'socks5://p.example:1080' },
    'spec.proxy.http: "socks5://p.example:1080" is not the URL of an HTTP proxy; write it as http://proxy.example:3128',
  ],
  [
    { http: 'http://p.example' },
    'spec.proxy.http: "http://p.example" is not the URL of an HTTP proxy; write it as http://proxy.example:3128',
  ],
  [
    { http, noProxy: ['a b'] },
    'spec.proxy.noProxy.0: "a b" is not a domain, address or subnet; write it as .example.com, registry.example, 10.0.0.5 or 10.0.0.0/8',
  ],
  [
    { http, auth: { username: 'me' } },
    'spec.proxy.auth: has no password; give one of passwordFile, passwordEnv and passwordPrompt',
  ],
])('%j is refused', (proxy, message) => {
  expect(problemsOf(proxy)).toEqual([message])
})

test.each(['http://me:hunter22@p.example:3128', 'me:hunter22@p.example:3128', 'http://me:hunter22@p.example'])(
  'an account in a URL is refused, and not shown: %s',
  (url) => {
    const [problem = '', ...more] = problemsOf({ http: url })
    expect(more).toEqual([])
    expect(problem).toContain('has an account in it')
    expect(problem).not.toContain('hunter22')
  },
)

test('a password that no host may be sent is refused where its source is named', () => {
  const result = read({ http, auth: { username: 'me', passwordEnv: 'P' } }, () => 'two\nlines')
  expect('problems' in result && result.problems.map(({ path }) => path)).toEqual(['spec.proxy.auth.passwordEnv'])
})
