import { describe, expect, it } from 'vitest'
import { planHosts } from '../../src/plan/plan-hosts.ts'
import { parsePlaybook } from '../../src/playbook/loading/load.ts'
import { clusterOf, controlPlane, factsOf } from '../kubernetes/fixtures.ts'

const book = (name: string, steps: string) =>
  `apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: ${name}, description: x }\nsteps:\n${steps}`

const books: Readonly<Record<string, string>> = {
  site: book(
    'site',
    `  - id: config
    file: { path: '/etc/{{with.name}}.conf', content: '{{with.port}}' }
  - id: serve
    service: { name: '{{with.name}}', restartedBy: [config] }
`,
  ),
  outer: book('outer', `  - include: site\n    with: { name: '{{with.prefix}}-web', port: 1 }\n`),
}

function plan(steps: string) {
  const find = (name: string) => (books[name] === undefined ? undefined : { file: `${name}.yaml`, text: books[name] })
  const result = parsePlaybook(book('main', steps), 'main.yaml', find)
  if ('problems' in result) return result.problems.map(({ path, message, hint }) => `${path}: ${message}; ${hint}`)
  const hosts = [{ host: controlPlane, facts: factsOf('debian-12') }]
  const planned = planHosts({ cluster: clusterOf(), playbook: result.playbook, templates: new Map(), hosts })
  return planned.hosts[0]?.steps.map(({ id, params, owes }) => {
    const { path, name, content = '' } = params as Readonly<Record<string, string>>
    return `${id}: ${path ?? name ?? ''} ${content} ${owes.join()}`.trim().replace(/ +/g, ' ')
  })
}

describe('an include', () => {
  it('gives values to the templates of its steps', () => {
    expect(plan(`  - include: site\n    with: { name: web, port: '{{host.name}}' }\n`)).toEqual([
      ...['config: /etc/web.conf cp1 web', 'serve: web'],
    ])
  })

  it('passes values on, also to what it includes itself', () => {
    expect(plan(`  - include: outer\n    with: { prefix: shop }\n`)).toEqual([
      ...['config: /etc/shop-web.conf 1 shop-web', 'serve: shop-web'],
    ])
  })

  it('can be there twice under ids of its own, with services that name their own steps', () => {
    const twice = `  - include: site
    with: { name: a, port: 1 }
  - include: site
    id: second
    with: { name: b, port: 2 }
`
    expect(plan(twice)).toEqual([
      ...['config: /etc/a.conf 1 a', 'serve: a', 'config-second: /etc/b.conf 2 b', 'serve-second: b'],
    ])
    expect(plan(twice.replace('    id: second\n', ''))).toEqual([
      'steps.1.include: playbook "site" is included twice; give one of the two an id, which is added to the ids of its steps',
    ])
  })

  it('can be there for each item of a list, all its steps in a row', () => {
    const each = `  - include: site
    each: '{{json cluster.kubernetes.certSANs}}'
    with: { name: '{{item.name}}', port: 1 }
`
    const items = each.replace('cluster.kubernetes.certSANs', 'resolved.repositories.crio')
    expect(plan(items)).toEqual([...['config-cri-o: /etc/cri-o.conf 1 cri-o', 'serve-cri-o: cri-o']])
  })

  it('knows neither of the two without it', () => {
    expect(plan(`  - id: x\n    with: { a: 1 }\n    swap: { state: off }\n`)).toContain(
      'steps.0.with: is allowed beside include only; write the values themselves',
    )
    expect(() => plan('  - include: site\n')).toThrow(/"with" is not known here/)
  })
})
