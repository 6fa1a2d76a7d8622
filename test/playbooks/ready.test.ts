import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

describe.each(shells)('in %s', (shell) => {
  describe('every node is Ready', () => {
    const env = { EXPECTED: 'cp1 w1', NODES: 'cp1 w1 w2 ' }
    it.each([
      ['all of them', 'cp1=True w1=True w2=True ', true],
      ['one that nobody waits for is not in the cluster', 'cp1=True w1=True ', true],
      ['one that is none of ours is not Ready', 'cp1=True w1=True other=False ', true],
      ['one is not Ready', 'cp1=True w1=False ', false],
      ['one of the others is not Ready', 'cp1=True w1=True w2=Unknown ', false],
      ['one that joins is not there', 'cp1=True w10=True ', false],
    ])('%s', (_, nodes, ok) => {
      const host = new Host(shell, { kubectl: `printf '%s' '${nodes}'` })
      expect(host.run('nodes-ready', 'check', env).ok).toBe(ok)
    })

    it('is not known while the API server does not answer', () => {
      expect(new Host(shell, { kubectl: 'exit 1' }).run('nodes-ready', 'check', env).ok).toBe(false)
    })

    it('or it is told why not', () => {
      const kubectl = `case $2 in
nodes) printf 'cp1 True KubeletReady: ok\\nw1 False KubeletNotReady: NetworkPluginNotReady cni config uninitialized\\n' ;;
pods) printf 'w1 kube-system/a ImagePullBackOff Back-off pulling image\\nw1 kube-system/b\\n' ;;
esac`
      const { output } = new Host(shell, { kubectl }).run('nodes-ready', 'why', { ...env, EXPECTED: 'cp1 w1 w2' })
      expect(output.trim().split('\n')).toEqual([
        'w2 is not in the cluster',
        'w1 is not Ready: KubeletNotReady: NetworkPluginNotReady cni config uninitialized',
        'w1 kube-system/a ImagePullBackOff Back-off pulling image',
      ])
    })
  })
})
