import { describe, expect, it } from 'vitest'
import { earlyChecks } from '../../src/preflight/early-checks.ts'
import { resolve } from '../../src/kubernetes/resolve.ts'
import { relatives } from '../../src/facts/systems.ts'
import { parseFacts } from '../../src/facts/parse-facts.ts'
import { hostWarnings } from '../../src/preflight/host-warnings.ts'
import { clusterOf, controlPlane, factsOf } from '../kubernetes/fixtures.ts'

/** Facts of a host that reports this of itself. */
function factsFrom(id: string, version: string, like = '', manager = 'dnf', codename = '') {
  const said = { 'os.id': id, 'os.version': version, 'os.like': like, packageManager: manager, 'os.codename': codename }
  const { os, packageManager } = parseFacts(new Map(Object.entries({ ...said, 'os.name': `${id} ${version}` })), 0)
  return factsOf(manager === 'apt-get' ? 'debian-12' : 'centos-stream-9', { os, packageManager })
}
const containerd = clusterOf({ runtime: { kind: 'containerd', version: '', package: 'containerd.io' } })
const planned = (facts: ReturnType<typeof factsOf>) => {
  const { repositories, packages, enterpriseLinux } = resolve(containerd, controlPlane, facts)
  const [{ url, suite } = {}] = repositories.containerd
  return {
    enterpriseLinux,
    url: url?.replace('https://download.docker.com/linux/', ''),
    suite,
    tools: packages.tools.slice(4),
  }
}
const refusedBy = (facts: ReturnType<typeof factsOf>) =>
  earlyChecks(containerd, [{ host: controlPlane, facts }]).flatMap(({ names }) => names)

describe('relatives', () => {
  it.each([
    ['openEuler', '22.03', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['openEuler', '24.03', 9, 'centos/9/{arch}/stable/', []],
    ['kylin', 'V10', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['uos', '20', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['alinux', '3', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['anolis', '8.8', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['anolis', '23.1', 9, 'centos/9/{arch}/stable/', []],
    ['rocky', '9.4', 9, 'centos/9/{arch}/stable/', []],
    ['almalinux', '8.10', 8, 'centos/8/{arch}/stable/', ['iptables', 'iptables-ebtables']],
    ['ol', '9.4', 9, 'centos/9/{arch}/stable/', []],
    ['rhel', '9.4', 9, 'rhel/9/{arch}/stable/', []],
    ['fedora', '42', 42, 'fedora/42/{arch}/stable/', []],
  ])('case 16: %s %s is planned like Enterprise Linux %i', (id, version, enterpriseLinux, url, tools) => {
    const facts = factsFrom(id, version)
    expect(planned(facts)).toEqual({
      ...{ enterpriseLinux, suite: '/', tools },
      url: url.replace('{arch}', 'x86_64'),
    })
    expect(refusedBy(facts)).toEqual([])
    const isRelative = relatives.some((row) => row.id === id.toLowerCase())
    const message = `cp1: ${id} ${version} is planned like Enterprise Linux ${enterpriseLinux}, and nodeprep was not tested on it: watch the first host`
    expect(hostWarnings(clusterOf(), [{ host: controlPlane, facts }])).toEqual(isRelative ? [message] : [])
  })

  it.each([
    ['amzn', '2', ['containerd-source']],
    ['amzn', '2023', ['containerd-source']],
    ['openEuler', '25.09', ['os-release']],
    ['alinux', '4', ['os-release']],
    ['kylin', '', ['os-release']],
    ['other', '24.03', ['os-release']],
    ['other', 'V10', ['os-release']],
    ['other', '9.2', []],
    ['centos', 'rolling', ['os-release']],
  ])('case 16: %s %j with containerd is refused by %j, before anything is written', (id, version, names) => {
    expect(refusedBy(factsFrom(id, version, 'rhel fedora'))).toEqual(names)
  })

  it('case 15: the editions of Kylin and UOS with apt are of the family of Debian', () => {
    expect(factsFrom('kylin', 'V10', '', 'apt-get').os.family).toBe('debian')
    expect(factsFrom('kylin', 'V10', '', 'dnf').os.family).toBe('rhel')
    expect(factsFrom('alpine', '3.20', '', 'none').os.family).toBe('other')
  })
})

describe("Debian's testing and unstable", () => {
  const forky = factsFrom('debian', '', '', 'apt-get', 'forky')

  it('case 15: take the packages of the newest release from Docker, and are not refused', () => {
    expect(planned(forky)).toEqual({
      enterpriseLinux: 0,
      url: 'debian',
      suite: 'trixie',
      tools: ['iptables', 'ebtables'],
    })
    expect(refusedBy(forky)).toEqual([])
    expect(earlyChecks(clusterOf(), [{ host: controlPlane, facts: forky }])).toEqual([])
  })

  it('case 16: other relatives of Debian have no packages at Docker', () => {
    expect(refusedBy(factsFrom('linuxmint', '22', 'ubuntu debian', 'apt-get', 'wilma'))).toEqual(['containerd-source'])
  })
})
