import { describe, expect, it } from 'vitest'
import { Host, shells, type Shell } from './scripts.ts'

const env = { NEWCOMERS: 'w1=10.0.0.21,fd00::21 w2=10.0.0.22 w10=10.0.0.30' }

describe.each(shells)('hosts that were reinstalled, in %s', (shell: Shell) => {
  const hostWith = (...nodes: string[]) => {
    const host = new Host(shell, {
      kubectl: `case "$*" in
'get nodes -o go-template='*) cat "$ROOT/nodes" ;;
'delete '*) echo "$*" >>"$ROOT/calls" ;;
*) exit 99 ;;
esac`,
    })
    host.write('nodes', nodes.map((line) => `${line}\n`).join(''))
    return host
  }
  const check = (host: Host) => host.run('replaced-nodes', 'check', env).ok
  const apply = (host: Host) => host.run('replaced-nodes', 'apply', env)

  it('have their former nodes and pods removed, by whichever address', () => {
    const host = hostWith('cp1 "True" "10.0.0.11"', 'w1 "True" "fd00::21" "10.0.0.9"', 'w10 "Unknown" "10.0.0.30"')
    expect(check(host)).toBe(false)
    const { ok, output } = apply(host)
    expect(ok, output).toBe(true)
    expect(output).toContain('w1 was reinstalled: removing its former node')
    const pods = (name: string) =>
      `delete pods --all-namespaces --field-selector spec.nodeName=${name} --force --grace-period=0 --wait=false`
    expect(host.read('calls').trim().split('\n')).toEqual(
      ['w1', 'w10'].flatMap((name) => [`delete node ${name} --ignore-not-found --wait=false`, pods(name)]),
    )
  })

  it.each([
    ['there is no node of their names', ['cp1 "True" "10.0.0.11"', 'w "True" "10.0.0.21"', 'w100 "True" "10.0.0.30"']],
    // kubeadm takes over a node that is not Ready.
    ['one at another address is down', ['w2 "Unknown" "10.0.0.9"']],
  ])('leave nothing to do where %s', (_, nodes) => {
    expect(check(hostWith(...nodes))).toBe(true)
  })

  it.each([['w2 "True" "10.0.0.9"'], ['w2 "True" "10.0.0.2"'], ['w2 "True"']])(
    'do not take the place of a machine that lives: %s',
    (node) => {
      const host = hostWith(node, 'w1 "True" "10.0.0.21"')
      expect(check(host)).toBe(false)
      const { ok, output } = apply(host)
      expect([ok, host.has('calls')]).toEqual([false, false])
      expect(output).toContain('the cluster has Ready nodes of their names at other addresses: w2. Give the hosts')
    },
  )

  it('are not taken for such where the API server does not answer', () => {
    const host = new Host(shell, { kubectl: 'exit 1' })
    expect([check(host), apply(host).ok]).toEqual([false, false])
  })
})
