import { describe, expect, it } from 'vitest'
import { kubectlWith, networkMissing, node } from './nodes.ts'
import { Host, shells } from './scripts.ts'

describe.each(shells)('in %s', (shell) => {
  describe('the services', () => {
    const systemctl = `[ "$1 $2" != 'is-active --quiet' ] || { [ "$3" != "$STOPPED" ]; exit; }; echo "$* says why"`
    const env = { UNIT: 'containerd' }

    it('run', () => {
      expect(new Host(shell, { systemctl: `STOPPED=; ${systemctl}` }).run('verify-services', 'check', env).ok).toBe(
        true,
      )
    })

    it.each(['containerd', 'kubelet'])('do not when %s does not, and systemd tells of it', (unit) => {
      const host = new Host(shell, { systemctl: `STOPPED=${unit}; ${systemctl}` })
      expect(host.run('verify-services', 'check', env).ok).toBe(false)
      expect(host.run('verify-services', 'why', env).output).toBe(`status --no-pager --lines=10 ${unit} says why\n`)
    })
  })

  describe('the socket of kubelet', () => {
    const env = { SOCKET: '/run/containerd/containerd.sock', STATE: 'worker' }
    it.each([
      ['is the wanted one', '/run/containerd/containerd.sock', true],
      ['is the wanted one by its other name', '/var/run/containerd/containerd.sock', true],
      ["is another runtime's", '/var/run/crio/crio.sock', false],
      ["is Docker's", '', false],
    ])('%s', (_, SEEN, ok) => {
      const host = new Host(shell, {})
      expect(host.run('verify-kubelet-socket', 'check', { ...env, SEEN }).ok).toBe(ok)
    })

    it('is that of a node, or what to do is said', () => {
      const host = new Host(shell, {})
      const bare = { ...env, SEEN: env.SOCKET, STATE: 'none' }
      expect(host.run('verify-kubelet-socket', 'check', bare).ok).toBe(false)
      expect(host.run('verify-kubelet-socket', 'why', bare).output).toContain('this host is in no cluster')
      const docker = host.run('verify-kubelet-socket', 'why', { ...env, SEEN: '' }).output
      expect(docker).toBe('kubelet is pointed at Docker: nodeprep migrate-runtime moves it\n')
    })
  })

  describe('every node', () => {
    const env = { NODES: 'cp1 w1 ', RUNTIME: 'containerd://1.6', KUBELET: 'v1.20.2', CNI: 'flannel' }
    const of = (name: string, ready: string, runtime: string, kubelet: string, said = '') =>
      node(name, ready, said, runtime, kubelet)
    const run = (cp1: string, others: readonly string[], more: Partial<typeof env> = {}) =>
      new Host(shell, { kubectl: kubectlWith(cp1, ...others) }).run('verify-nodes', 'check', { ...env, ...more })
    const right = of('cp1', 'True', 'containerd://1.6.20~ds1', 'v1.20.2')
    const check = (w1: string, more: Partial<typeof env> = {}) => run(right, [w1], more).ok

    it.each([
      ['is as wanted', of('w1', 'True', 'containerd://1.6', 'v1.20.2'), true],
      ['is there', of('w10', 'True', 'containerd://1.6.1', 'v1.20.2'), false],
      ['is Ready', of('w1', 'Unknown', 'containerd://1.6.1', 'v1.20.2'), false],
      ['has that kubelet', of('w1', 'True', 'containerd://1.6.1', 'v1.20.20'), false],
      ['has that runtime', of('w1', 'True', 'cri-o://1.6.1', 'v1.20.2'), false],
      ['has that version of the runtime', of('w1', 'True', 'containerd://1.61.0', 'v1.20.2'), false],
    ])('%s', (_, w1, ok) => {
      expect(check(w1)).toBe(ok)
    })

    it('is as wanted beside one that is not ours, which is named', () => {
      const w1 = of('w1', 'True', 'containerd://1.6.1', 'v1.20.2')
      const { ok, output } = run(right, [w1, of('w2', 'False', 'x', 'y')])
      expect(ok).toBe(true)
      expect(output).toContain('warn 0 nodes in the cluster that are not in cluster.yaml: w2. Add')
    })

    it('case 11: may lack a network where cluster.yaml has none, which is said, and its versions count as ever', () => {
      const without = (name: string, kubelet: string) =>
        of(name, 'False', 'containerd://1.6.1', kubelet, networkMissing[1])
      const [cp1, w1] = [without('cp1', 'v1.20.2'), without('w1', 'v1.20.2')]
      expect(run(cp1, [w1]).ok).toBe(false)
      const { ok, output } = run(cp1, [w1], { CNI: 'none' })
      expect([ok, output]).toEqual([true, expect.stringContaining('warn 0 the cluster has no network')])
      expect(run(cp1, [without('w1', 'v1.20.3')], { CNI: 'none' }).ok).toBe(false)
      expect(run(right, [w1], { CNI: 'none' }).ok).toBe(false)
    })

    it('may have any version where none is wanted', () => {
      const any = { RUNTIME: 'containerd://' }
      expect(check(of('w1', 'True', 'containerd://2.1.9', 'v1.20.2'), any)).toBe(true)
      expect(check(of('w1', 'True', 'cri-o://1.20.9', 'v1.20.2'), any)).toBe(false)
    })

    it('is not known while the API server does not answer', () => {
      expect(new Host(shell, { kubectl: 'exit 1' }).run('verify-nodes', 'check', env).ok).toBe(false)
    })
  })

  describe('pods of every RuntimeClass', () => {
    const env = { CLASSES: 'crun gvisor.example', IMAGE: 'registry.example/pause:3.2' }
    const kubectl = (wait: string) => `echo "$*" >>"$ROOT/asked"
case "$*" in
*' apply -f '*) cat "$5" >"$ROOT/pods" ;;
*' wait '*) ${wait} ;;
*' events '*)
  for i in 1 2 3 4 5; do echo 'class-gvisor.example   FailedCreatePodSandBox   no runtime for "runsc" is configured'; done ;;
*' get pods '*) echo 'the table of pods' ;;
esac`

    it('are started, waited for and removed', () => {
      const host = new Host(shell, { kubectl: kubectl(':') })
      expect(host.run('smoke-pods', 'check', env).ok).toBe(false)
      expect(host.run('smoke-pods', 'apply', env).ok).toBe(true)
      expect(host.run('smoke-pods', 'check', env).ok).toBe(true)
      expect(host.read('pods').match(/^(metadata|  runtimeClassName).*/gm)).toEqual([
        'metadata: { name: default }',
        'metadata: { name: class-crun }',
        '  runtimeClassName: "crun"',
        'metadata: { name: class-gvisor.example }',
        '  runtimeClassName: "gvisor.example"',
      ])
      const asked = host.read('asked').trim().split('\n')
      expect([asked[0], asked.at(-1)]).toEqual([
        'delete namespace nodeprep-verify --ignore-not-found',
        'delete namespace nodeprep-verify',
      ])
    })

    it('case 28: that do not run fail, with each reason once and the table last, and are removed too', () => {
      const host = new Host(shell, { kubectl: kubectl('exit 1') })
      const { ok, output } = host.run('smoke-pods', 'apply', env)
      expect(ok).toBe(false)
      const reason = 'class-gvisor.example FailedCreatePodSandBox (5 times): no runtime for "runsc" is configured'
      expect(output).toContain(`${reason}\nthe table of pods\n`)
      expect(output.split('no runtime for')).toHaveLength(2)
      expect(output).toMatch(/not every pod ran within 180 s; what was seen of them is above\n$/)
      expect(host.read('asked')).toMatch(/\ndelete namespace nodeprep-verify\n$/)
    })
  })
})
