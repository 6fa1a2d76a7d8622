import { describe, expect, it } from 'vitest'
import { kubeletUnit } from './kubelet-double.ts'
import { Host, shells, type Shell } from './scripts.ts'

/** kubectl patch --local, of JSON, and an API server that hears of a kubelet that runs. */
const kubectl = `case "$*" in
*'patch --help') [ -e "$ROOT/old-kubectl" ] || echo --patch-file ;;
*'patch --local '*) ${process.execPath} -e '
  const { readFileSync } = require("node:fs")
  const args = process.argv.slice(1)
  const of = (name) => args[args.indexOf(name) + 1]
  const merge = (is, by) => Object.entries(by).reduce((all, [key, value]) => {
    if (value === null) delete all[key]
    else all[key] = typeof value === "object" && !Array.isArray(value) ? merge(all[key] ?? {}, value) : value
    return all
  }, is)
  const patch = args.includes("-p") ? of("-p") : readFileSync(of("--patch-file"), "utf8")
  console.log(JSON.stringify(merge(JSON.parse(readFileSync(of("-f"), "utf8")), JSON.parse(patch))))
' -- "$@" ;;
*'get lease n1 '*) [ ! -e "$ROOT/running" ] || { echo x >>"$ROOT/heard"; wc -l <"$ROOT/heard"; } ;;
*'get node n1 '*) echo True ;;
*) exit 99 ;;
esac`
const systemctl = kubeletUnit('! grep -q -e -5 "$ROOT/var/lib/kubelet/config.yaml"')
const journalctl = `echo 'I1130 nothing of it'; echo 'E1130 12:00:00 server.go:294] failed to validate: maxPods must not be negative'`

const config = 'var/lib/kubelet/config.yaml'
const environment = 'var/lib/kubelet/kubeadm-flags.env'
const given = '{"maxPods":110,"staticPodPath":"/etc/kubernetes/manifests"}\n'
const words = 'KUBELET_KUBEADM_ARGS="--node-ip=10.0.0.1 --v 2 --node-labels=disk=ssd --cloud-provider="\n'
const more = 'NP_MODE=apply NP_BORN=; np_nap() { :; }'

function node(shell: Shell): Host {
  const host = new Host(shell, { kubectl, systemctl, journalctl, sync: ':' })
  for (const [path, text] of Object.entries({ [config]: given, [environment]: words, running: '' }))
    host.write(path, text)
  return host
}
const env = (PATCH: object, DROP = '', ADD = '') => ({
  NODE: 'n1',
  CNI: 'flannel',
  PATCH: JSON.stringify(PATCH),
  DROP,
  ADD,
})
const run = (host: Host, part: 'check' | 'apply', values: Readonly<Record<string, string>>) =>
  host.run('roll-kubelet', part, values, more)

describe.each(shells)('kubelet that runs, in %s', (shell) => {
  it('gets other settings and arguments, once', () => {
    const host = node(shell)
    const wanted = env({ maxPods: 90, staticPodPath: null }, 'v node-labels', '--v=3')
    expect(run(host, 'check', wanted).ok).toBe(false)
    expect(run(host, 'apply', wanted)).toEqual({ ok: true, output: '' })
    expect(host.read(config)).toBe('{"maxPods":90}\n')
    expect(host.read(environment)).toBe('KUBELET_KUBEADM_ARGS="--node-ip=10.0.0.1 --cloud-provider= --v=3"\n')
    expect(run(host, 'check', wanted).ok).toBe(true)
    expect([host.has('state/roll/kubelet.old'), host.read('calls')]).toEqual([false, 'restart\n'])
  })

  it('has its former settings again when it does not run with the new ones, and says why', () => {
    const host = node(shell)
    const { ok, output } = run(host, 'apply', env({ maxPods: -5 }, 'v'))
    expect(ok).toBe(false)
    expect(output).toContain('was put back as it was')
    expect(output).toContain('failed to validate: maxPods must not be negative')
    expect([host.read(config), host.read(environment)]).toEqual([given, words])
    expect([host.has('state/roll/kubelet.old'), host.has('running')]).toEqual([false, true])
  })

  it('goes back to what it had before a change that was cut off, not to that change', () => {
    const host = node(shell)
    host.write('state/roll/kubelet.old', given)
    host.write('state/roll/kubelet-env.old', words)
    host.write(config, '{"maxPods":-7}\n')
    expect(run(host, 'check', env({ maxPods: -7 })).ok).toBe(false)
    expect(run(host, 'apply', env({ maxPods: -5 })).ok).toBe(false)
    expect(host.read(config)).toBe(given)
    expect(run(host, 'apply', env({ maxPods: 110, staticPodPath: '/etc/kubernetes/manifests' })).ok).toBe(true)
    expect(host.has('state/roll/kubelet.old')).toBe(false)
  })

  it('is patched by a kubectl that knows no files of patches, too', () => {
    const host = node(shell)
    host.write('old-kubectl', '')
    expect(run(host, 'apply', env({ maxPods: 90 })).ok).toBe(true)
    expect(host.read(config)).toContain('"maxPods":90')
  })

  it('is not touched for an argument that its file cannot hold', () => {
    const host = node(shell)
    const { ok, output } = run(host, 'apply', env({}, 'v', '--v="$(reboot)"'))
    expect([ok, host.read(environment)]).toEqual([false, words])
    expect(output).toContain('which the file of arguments cannot hold')
  })

  it('is not compared by a plan, whose facts have told what differs', () => {
    const host = node(shell)
    expect(host.run('roll-kubelet', 'check', env({ maxPods: 110 }), 'NP_MODE=check').ok).toBe(false)
  })

  it('keeps over an upgrade what its host alone has', () => {
    const host = node(shell)
    const values = { VERSION: '1.37.0', PATCH: '{"maxPods":60}' }
    const step = (part: 'check' | 'apply') => host.run('upgrade-own-kubelet', part, values, more)
    host.write('state/upgrade/to', '1.37.0\n')
    // kubeadm would write it again.
    expect(step('check').ok).toBe(false)
    host.write('state/upgrade/kubeadm', '1.37.0\n')
    expect(step('check').ok).toBe(false)
    expect(step('apply')).toMatchObject({ ok: true })
    expect([JSON.parse(host.read(config)), host.has('state/owed/kubelet')]).toEqual([
      { maxPods: 60, staticPodPath: '/etc/kubernetes/manifests' },
      true,
    ])
    expect(step('check').ok).toBe(true)
  })
})
