import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Host, shells } from './scripts.ts'

const CONFIG = 'var/lib/kubelet/config.yaml'
const MANIFEST = 'etc/kubernetes/nodeprep/cni.yaml'

/** systemctl that knows of a process as the main one of every unit; 0 for none. */
const unitOf = (pid: number, state = 'active') =>
  `[ "$1" != show ] || printf '%s\\n' LoadState=loaded ActiveState=${state} UnitFileState=enabled MainPID=${pid}`

describe.each(shells)('in %s', (shell) => {
  describe('kubelet that was started before its configuration last changed', () => {
    const process = () => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child.pid ?? 0
    }

    it('is told with the file, and is no such thing once it was started again', async () => {
      const former = process()
      await setTimeout(4500)
      const host = new Host(shell, { systemctl: unitOf(former) })
      host.write(CONFIG, 'maxPods: 100\n')
      expect(host.run('kubelet-as-in-files', 'check').ok).toBe(false)
      expect(host.run('kubelet-as-in-files', 'changes').output).toBe(
        `- kubelet: started before ${host.root}/${CONFIG} last changed\n+ kubelet: restarted\n`,
      )
      const next = new Host(shell, { systemctl: unitOf(process()) })
      next.write(CONFIG, 'maxPods: 100\n')
      expect(next.run('kubelet-as-in-files', 'check').ok).toBe(true)
    })

    it.each([
      ['does not run', unitOf(0), ''],
      ['owes a restart anyway', 'exit 1', 'np_owed() { :; }'],
    ])('is not looked for where it %s', (_, systemctl, more) => {
      const host = new Host(shell, { systemctl })
      host.write(CONFIG, 'x')
      expect(host.run('kubelet-as-in-files', 'check', {}, more).ok).toBe(true)
    })
  })

  it.each([
    ['active', true, ''],
    ['activating', true, ''],
    ['inactive', false, '- kubelet: inactive\n+ kubelet: active\n'],
    ['failed', false, '- kubelet: failed\n+ kubelet: active\n'],
  ])('a kubelet that is %s runs: %s', (state, ok, tells) => {
    const host = new Host(shell, { systemctl: unitOf(1, state) })
    expect(host.run('kubelet-running', 'check').ok).toBe(ok)
    if (!ok) expect(host.run('kubelet-running', 'changes').output).toBe(tells)
  })

  it('CRI-O that runs with another value is told with it, and one that does not answer is not', () => {
    const env = { PAUSE_IMAGE: 'r.example/pause:3.10' }
    const toml = `printf '%s\\n' '[crio.runtime]' '    cgroup_manager = "systemd"' '    pause_image = "r.example/pause:3.9"'`
    const said = new Host(shell, { curl: toml }).run('cri-o-in-effect', 'changes', env).output
    expect(said).toBe(
      '- CRI-O runs with pause_image: "r.example/pause:3.9"\n+ CRI-O runs with pause_image: "r.example/pause:3.10"\n',
    )
    expect(new Host(shell, {}).run('cri-o-in-effect', 'changes', env).output).toContain('unexpected')
  })

  describe("the network's objects", () => {
    const sum = (text: string) => `$(printf '%s\\n' "${text}" | sha256sum | cut -c 1-64)`
    const object = (applied: string, objects: string) =>
      `{"metadata":{"annotations":{"other":"\\"nodeprep.dev/sha256\\":\\"00\\"","nodeprep.dev/sha256":"%s","nodeprep.dev/objects":"%s"}}}' "${applied}" "${objects}"`
    const list = 'DaemonSet   kube-system   net   3   <none>'
    const counted = 'DaemonSet kube-system net 3 '
    const kubectl = (is: string, differs = 'exit 99') => `case "$*" in
  'get --raw /api/v1/namespaces/kube-system/configmaps/nodeprep-cni') printf '${object(sum('manifest'), sum(counted))} ;;
  'get -f '*) echo '${is}' ;;
  'diff -f '*) ${differs} ;;
  *) exit 99 ;;
esac`
    const hostWith = (double: string) => {
      const host = new Host(shell, { kubectl: double })
      host.write(MANIFEST, 'manifest\n')
      return host
    }
    const run = (double: string, part: 'check' | 'changes') => hostWith(double).run('cni', part, { KIND: 'manifest' })

    it('are not compared one by one where their generations are those of the last apply', () => {
      expect(run(kubectl(list), 'check')).toMatchObject({ ok: true })
    })

    it('differ where a generation is another one, unless that is about what the manifest does not have', () => {
      const other = list.replace('3', '4')
      expect(run(kubectl(other, 'exit 1'), 'check').ok).toBe(false)
      expect(run(kubectl(other, 'exit 0'), 'check').ok).toBe(true)
    })

    it('are not compared where another manifest is to be applied: that differs', () => {
      const host = hostWith(kubectl(list))
      host.write(MANIFEST, 'new\n')
      expect(host.run('cni', 'check', { KIND: 'manifest' }).ok).toBe(false)
    })

    it('are told: what is gone by its name, of a Secret nothing more, and nothing that the API server adds', () => {
      const diff = [
        'diff -u -N /tmp/LIVE-1/apps.v1.DaemonSet.kube-system.net /tmp/MERGED-2/apps.v1.DaemonSet.kube-system.net',
        '--- /tmp/LIVE-1/apps.v1.DaemonSet.kube-system.net 2026-11-30 14:00:00',
        '+++ /tmp/MERGED-2/apps.v1.DaemonSet.kube-system.net 2026-11-30 14:00:00',
        '@@ -1,4 +1,4 @@',
        ' metadata:',
        '-  generation: 4',
        '+  generation: 5',
        '-    manager: kubectl',
        '-        f:spec: {}',
        '-      - image: r.example/other:1',
        '+      - image: r.example/net:1',
        'diff -u -N /tmp/LIVE-1/v1.ConfigMap.kube-system.net /tmp/MERGED-2/v1.ConfigMap.kube-system.net',
        '@@ -0,0 +1,2 @@',
        '+apiVersion: v1',
        '+kind: ConfigMap',
        'diff -u -N /tmp/LIVE-1/v1.Secret.kube-system.net /tmp/MERGED-2/v1.Secret.kube-system.net',
        ' data:',
        '-  key: c2VjcmV0',
      ]
      const double = kubectl(list, `printf '%s\\n' ${diff.map((line) => `'${line}'`).join(' ')}; exit 1`)
      expect(run(double, 'changes').output).toBe(
        [
          '  apps.v1.DaemonSet.kube-system.net',
          '-      - image: r.example/other:1',
          '+      - image: r.example/net:1',
          '+ v1.ConfigMap.kube-system.net',
          '  v1.Secret.kube-system.net',
          '',
        ].join('\n'),
      )
    })
  })
})
