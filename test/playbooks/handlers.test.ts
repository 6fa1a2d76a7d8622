import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

function program(host: Host, path: string): string {
  host.write(path, '#!/bin/sh\n')
  chmodSync(`${host.root}/${path}`, 0o755)
  return `${host.root}/${path}`
}
const folders = ({ root }: Host) => `${root}/usr/local/sbin ${root}/usr/bin`

describe.each(shells)('in %s', (shell) => {
  describe('the shim of Kata Containers', () => {
    const NAME = 'containerd-shim-kata-v2'

    it('is linked to where containerd looks for it, ahead of one that is there', () => {
      const host = new Host(shell, {})
      const env = { NAME, SHIM: program(host, `opt/kata/bin/${NAME}`), FOLDERS: folders(host) }
      program(host, `usr/bin/${NAME}`)
      expect(host.run('handler-shim', 'check', env).ok).toBe(false)
      expect(host.run('handler-shim', 'apply', env).ok).toBe(true)
      expect(host.run('handler-shim', 'check', env).ok).toBe(true)
      expect(host.has(`usr/local/sbin/${NAME}`)).toBe(true)
    })

    it('needs no link where it is found already', () => {
      const host = new Host(shell, {})
      const env = { NAME, SHIM: program(host, `usr/bin/${NAME}`), FOLDERS: folders(host) }
      expect(host.run('handler-shim', 'check', env).ok).toBe(true)
    })

    it('is missed, and the user told where it was to be', () => {
      const host = new Host(shell, {})
      const env = { NAME, SHIM: '/no/shim', FOLDERS: folders(host) }
      expect(host.run('handler-shim', 'check', env).ok).toBe(false)
      const { ok, output } = host.run('handler-shim', 'apply', env)
      expect([ok, output]).toEqual([
        false,
        '/no/shim was not found or is not executable on this host: install it, or specify its path or package in spec.runtime.handlers\n',
      ])
    })
  })

  describe('programs of handlers', () => {
    it('are there, with a shim of gVisor where that is wanted', () => {
      const host = new Host(shell, {})
      const env = { PROGRAMS: `${program(host, 'usr/bin/crun')} ${program(host, 'opt/runsc')}`, FOLDERS: folders(host) }
      expect(host.run('handler-programs', 'check', { ...env, SHIM: '' }).ok).toBe(true)
      const gvisor = { ...env, SHIM: 'containerd-shim-runsc-v1' }
      expect(host.run('handler-programs', 'check', gvisor).ok).toBe(false)
      program(host, 'usr/bin/containerd-shim-runsc-v1')
      expect(host.run('handler-programs', 'check', gvisor).ok).toBe(true)
    })

    it('are named when they are missing; a folder is none', () => {
      const host = new Host(shell, {})
      host.write('opt/runsc/x', '')
      const env = {
        PROGRAMS: `/no/crun ${host.root}/opt/runsc`,
        SHIM: 'containerd-shim-runsc-v1',
        FOLDERS: '/no /none',
      }
      expect(host.run('handler-programs', 'check', env).ok).toBe(false)
      expect(host.run('handler-programs', 'why', env).output.split('\n')).toEqual([
        '/no/crun was not found or is not executable on this host',
        `${host.root}/opt/runsc was not found or is not executable on this host`,
        'containerd-shim-runsc-v1, which comes with gVisor, is in none of /no /none',
        'Install what is missing, or say in spec.runtime.handlers which path or package has it.',
        '',
      ])
    })
  })

  describe('handlers in effect', () => {
    const crio = (text: string) => ({ curl: `cat <<'END'\n${text}\nEND` })
    const tables =
      '[crio.runtime]\n# default_runtime = "crun"\n[crio.runtime.runtimes.crun]\n# [crio.runtime.runtimes.runc]'
    const info = (config: object) => ({ crictl: `cat <<'END'\n${JSON.stringify({ config }, null, 2)}\nEND` })
    const runtimes = { runc: { runtimeType: 'io.containerd.runc.v2' }, crun: { options: {}, runtimeType: 'x' } }
    const both = { containerd: { defaultRuntimeName: 'crun', runtimes } }
    const env = { HANDLERS: 'runc crun', DEFAULT: '' }

    it.each([
      ['CRI-O has both', 'cri-o', crio(tables), {}, true],
      ['CRI-O has both, the default one', 'cri-o', crio(tables), { DEFAULT: 'crun' }, true],
      ['CRI-O has another default', 'cri-o', crio(tables), { DEFAULT: 'runc' }, false],
      ['CRI-O has one of them', 'cri-o', crio('[crio.runtime.runtimes.crun]'), {}, false],
      ['CRI-O says nothing', 'cri-o', {}, { HANDLERS: '', DEFAULT: 'crun' }, false],
      ['containerd has both', 'containerd', info(both), {}, true],
      ['containerd has both, the default one', 'containerd', info(both), { DEFAULT: 'crun' }, true],
      ['containerd has another default', 'containerd', info(both), { DEFAULT: 'runc' }, false],
      ['containerd lacks one', 'containerd', info(both), { HANDLERS: 'runc runsc' }, false],
      ['containerd says nothing', 'containerd', {}, { HANDLERS: '', DEFAULT: 'crun' }, false],
    ])('%s', (_, KIND, doubles: Record<string, string>, more, ok) => {
      const host = new Host(shell, doubles)
      expect(host.run('handlers-in-effect', 'check', { ...env, KIND, ...more }).ok).toBe(ok)
    })
  })

  describe('handlers that cluster.yaml does not have any more', () => {
    const pod = (name: string, handler: string, state = 'SANDBOX_READY') =>
      JSON.stringify(
        {
          status: {
            id: name,
            state,
            labels: { 'io.kubernetes.pod.name': name, 'io.kubernetes.pod.namespace': 'web' },
            runtimeHandler: handler,
          },
          info: { runtimeHandler: 'else' },
        },
        null,
        2,
      )
    const crictl = (pods: Readonly<Record<string, string>>) => `case "$1 $2" in
'pods -q') printf '%s\\n' ${Object.keys(pods).join(' ')} gone ;;
${Object.entries(pods)
  .map(([name, text]) => `'inspectp ${name}') cat <<'END'\n${text}\nEND\n;;`)
  .join('\n')}
*) echo no such pod >&2; exit 1 ;;
esac`

    it.each([
      ['nobody runs by them', { a: pod('a', ''), b: pod('b', 'runc'), c: pod('c', 'crun', 'SANDBOX_NOTREADY') }, true],
      ['a pod does', { a: pod('a', 'runc'), b: pod('b', 'crun') }, false],
    ])('are taken out when %s', (_, pods, ok) => {
      const host = new Host(shell, { crictl: crictl(pods) })
      expect(host.run('former-handlers-containerd', 'check', { HANDLERS: 'crun kata' }).ok).toBe(ok)
      expect(host.run('former-handlers-crio', 'why', { HANDLERS: 'crun kata' }).output).toMatch(
        ok ? /handlers:\n\n?$/ : /handlers:\nweb\/b \(crun\)\n$/,
      )
    })

    it('are not when the runtime does not answer', () => {
      const host = new Host(shell, { crictl: 'exit 1' })
      expect(host.run('former-handlers-containerd', 'check', { HANDLERS: 'crun' }).ok).toBe(false)
    })
  })

  describe('RuntimeClasses', () => {
    const env = { VERSION: 'node.k8s.io/v1', CLASSES: 'runc=runc gvisor=runsc ' }
    const list = (items: string) => ({ kubectl: `printf '%s' '${items}'` })

    it.each([
      ['all are there, those of others too', 'other=x| gvisor=runsc|nodeprep runc=runc|', true],
      ['one is missing', 'runc=runc|nodeprep ', false],
      ['one has another handler', 'runc=runc| gvisor=kata|nodeprep ', false],
      ['there are none', '', false],
      ['one of ours is not wanted', 'old=x|nodeprep gvisor=runsc|nodeprep runc=runc| ', false],
    ])('hold when %s', (_, items, ok) => {
      expect(new Host(shell, list(`${items} `)).run('runtime-classes', 'check', env).ok).toBe(ok)
    })

    it.each([
      ['goes', 'web/a=other web/b= ', true, 'delete old\n', ''],
      [
        'stays while pods use it',
        'web/a=old\nweb/b=old\nweb/c=older\nweb/d=',
        false,
        '',
        'RuntimeClass old is used by pods, so it stays: web/a web/b. Delete them, or put its handler back into spec.runtime.handlers\n',
      ],
    ])('one of ours that is not wanted %s', (_, pods, ok, done, output) => {
      const double = `case "$1 $2" in
'get runtimeclasses') [ -e "$ROOT/done" ] || printf 'old=x|nodeprep other=y| ' ;;
'get pods') printf '%s\\n' '${pods}' ;;
'delete runtimeclass') echo "$1 $3" >>"$ROOT/done" ;;
*) echo "unexpected: $*" >&2; exit 99 ;;
esac`
      const host = new Host(shell, { kubectl: double })
      expect(host.run('runtime-classes', 'apply', { ...env, CLASSES: '' })).toEqual({ ok, output })
      expect(host.has('done') ? host.read('done') : '').toBe(done)
    })

    const kubectl = (seen: string) => `case "$1 $3" in
'get -o') printf 'gvisor=runsc|nodeprep runc=runc| ' ;;
'get runc') printf 'runc ' ;;
'get gvisor') printf '%s' '${seen}' ;;
'delete gvisor') echo "$1" >>"$ROOT/done" ;;
'apply '*) cat "$3" >>"$ROOT/done" ;;
*) echo "unexpected: $*" >&2; exit 99 ;;
esac`
    const made = `---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: { name: "gvisor", labels: { app.kubernetes.io/managed-by: nodeprep } }
handler: "runsc"
`
    it.each([
      ['is made', '', made],
      ['of ours is made anew for another handler', 'kata nodeprep', `delete\n${made}`],
    ])('one that is missing %s', (_, seen, done) => {
      const host = new Host(shell, { kubectl: kubectl(seen) })
      const { ok, output } = host.run('runtime-classes', 'apply', env)
      expect([ok, output]).toEqual([true, ''])
      expect(host.read('done')).toBe(done)
    })

    it("another's is not taken away", () => {
      const host = new Host(shell, { kubectl: kubectl('kata ') })
      const { ok, output } = host.run('runtime-classes', 'apply', env)
      expect([ok, output]).toEqual([
        false,
        'RuntimeClass gvisor, which nodeprep did not make, is for handler kata: delete it, or give handler runsc another runtimeClass in spec.runtime.handlers\n',
      ])
      expect(host.has('done')).toBe(false)
    })
  })
})
