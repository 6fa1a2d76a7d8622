import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fitTo } from '../../src/runtimes/containerd/config/file.ts'
import { containerdSettings } from '../../src/runtimes/containerd/config/settings.ts'
import { withSettings } from '../../src/toml/settings.ts'
import { parseToml } from '../../src/toml/text.ts'
import { controlPlane, factsOf } from '../kubernetes/fixtures.ts'
import { containerdClusters, planFor } from './plans.ts'
import { Host, shells } from './scripts.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const print = (text: string) => `cat <<'END'\n${text}\nEND`

it("Docker's repository is left as it is on a host that has containerd already", () => {
  const facts = factsOf('debian-12', { containerd: { format: 2 } })
  const ids = planFor(containerdClusters['1.20.15'], 'debian-12', [{ host: controlPlane, facts }]).hosts[0]?.steps
  expect(ids?.find(({ id }) => id === 'containerd-repository')?.skipped).toBe(true)
})

describe.each(shells)('in %s', (shell) => {
  // What containerd 1.6.20 and 1.7.24 said to crictl, and 2.1.9 to its log, each with the file that nodeprep gives it.
  const info = (version: string) => read(`containerd/info-${version}.json`)
  const before = read('../runtimes/containerd/config/defaults/containerd-2.1.9.toml')
  const settings = containerdSettings(containerdClusters['1.36.5'], 'registry.k8s.io/pause:3.10.2')[3]
  const dump = withSettings(before, fitTo(parseToml(before), settings))
  const env = { PAUSE_IMAGE: 'registry.k8s.io/pause:3.10.2' }
  const holds = (said: string, dumped = dump, wanted = env) =>
    new Host(shell, { crictl: print(said), containerd: print(dumped) }).run('containerd-in-effect', 'check', wanted).ok

  describe('containerd goes by its configuration', () => {
    it.each(['1.6.20', '1.7.24', '2.1.9'])('by what %s says of itself', (version) => {
      expect(holds(info(version))).toBe(true)
    })

    it.each(['1.6.20', '1.7.24', '2.1.9'])('not with a value of its own: %s', (version) => {
      const said = info(version)
      const other = (from: string, to: string) => [said.replace(from, to), dump.replace(from, to)] as const
      expect(holds(...other('"SystemdCgroup": true', '"SystemdCgroup": false'))).toBe(false)
      expect(holds(said, dump, { PAUSE_IMAGE: `${env.PAUSE_IMAGE}.1` })).toBe(false)
      expect(holds(said.replaceAll('pause:3.10.2', 'pause:3.10'), dump.replaceAll('pause:3.10.2', 'pause:3.10'))).toBe(
        false,
      )
      expect(
        holds(said.replaceAll('containerd/certs.d', 'certs.d'), dump.replaceAll('containerd/certs.d', 'certs.d')),
      ).toBe(false)
    })

    it.each(['1.6.20', '1.7.24', '2.1.9'])('case 5: by what %s says of each runtime of runc', (version) => {
      const json = JSON.parse(info(version)) as { config: { containerd: { runtimes: Record<string, object> } } }
      const { runtimes } = json.config.containerd
      const said = (more: Record<string, object>) => {
        json.config.containerd.runtimes = {
          ...more,
          ...runtimes,
          zzz: { runtimeType: 'io.containerd.runsc.v1', options: null },
        }
        return JSON.stringify(json, null, 2)
      }
      const nvidia = (options: object | null) => ({ nvidia: { ...runtimes['runc'], options } })
      expect(holds(said(nvidia({ BinaryName: '/usr/bin/n', SystemdCgroup: true })))).toBe(true)
      expect(holds(said(nvidia({ BinaryName: '/usr/bin/n' })))).toBe(false)
      expect(holds(said(nvidia(null)))).toBe(false)
      const host = new Host(shell, { crictl: print(said(nvidia(null))), containerd: print(dump), journalctl: ':' })
      expect(host.run('containerd-in-effect', 'why', env).output).toContain(
        'in effect: nvidia. Write it into their options',
      )
      expect(holds('{"config": {"containerd": {"runtimes": {}}}}')).toBe(false)
    })

    it('with more folders of certificates', () => {
      expect(
        holds(info('1.6.20').replace('/etc/containerd/certs.d', '/etc/containerd/certs.d:/etc/docker/certs.d')),
      ).toBe(true)
    })

    it('not without an answer', () => {
      expect(new Host(shell, { crictl: 'exit 1' }).run('containerd-in-effect', 'check', env).ok).toBe(false)
    })
  })

  describe('containerd from one package', () => {
    const only = (PACKAGE: string, doubles: Readonly<Record<string, string>>) => {
      const host = new Host(shell, { 'dpkg-query': 'exit 1', rpm: 'exit 1', ...doubles })
      return {
        ok: host.run('one-containerd', 'check', { PACKAGE }).ok,
        why: host.run('one-containerd', 'why', { PACKAGE }).output,
      }
    }
    const dpkg = (name: string, status: string) => ({
      'dpkg-query': `case "$*" in *' ${name}') printf ${status} ;; *) exit 1 ;; esac`,
    })
    const rpm = (name: string) => ({
      rpm: `[ "$2" = ${name} ] && echo ${name}-1.7.28-3.1.el9.x86_64 || { echo "package $2 is not installed"; exit 1; }`,
    })

    it.each([
      ['nothing', 'containerd', {}, true],
      ['itself, on Debian', 'containerd', dpkg('containerd', 'installed'), true],
      ["Docker's instead, on Debian", 'containerd', dpkg('containerd.io', 'installed'), false],
      ["Docker's that was removed", 'containerd', dpkg('containerd.io', 'config-files'), true],
      ["the distribution's instead of Docker's", 'containerd.io', dpkg('containerd', 'installed'), false],
      ["Docker's instead, on CentOS", 'containerd', rpm('containerd.io'), false],
      ['itself, on CentOS', 'containerd.io', rpm('containerd.io'), true],
    ])('is what a host with %s has', (_, wanted, doubles, ok) => {
      expect(only(wanted, doubles).ok).toBe(ok)
    })

    it('says what to write in cluster.yaml else', () => {
      expect(only('containerd', {}).why).toContain('Write package: containerd.io into spec.runtime of cluster.yaml')
    })
  })
})
