import { describe, expect, it } from 'vitest'
import { back, forward, liveNode, move, stateOf } from './migration-node.ts'

const before = () => stateOf(liveNode('dash'))
const moved = {
  units: { kubelet: 'on at boot', containerd: 'off', crio: 'on at boot' },
  pods: { containerd: '', crio: 'static' },
  flags: 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///var/run/crio/crio.sock --v=1"\n',
  crictl: 'runtime-endpoint: unix:///var/run/crio/crio.sock\n',
  wrong: false,
}
const stayed = () => ({ ...before(), pods: { containerd: 'static', crio: '' } })
const cuts = (moves: typeof forward) => moves.map(({ id }) => id)

describe('a node that changes its runtime', () => {
  it('has the new one alone in the end, and nothing more to do', () => {
    const host = liveNode('dash')
    move(host, forward)
    expect(stateOf(host)).toEqual(moved)
    expect(move(host, forward)).toEqual([])
    expect(stateOf(host)).toEqual(moved)
  })

  it.each(cuts(forward))('and was cut off after %s comes through in the next run', (cut) => {
    const host = liveNode('dash')
    move(host, forward, cut)
    move(host, forward)
    expect(stateOf(host)).toEqual(moved)
    expect(move(host, forward)).toEqual([])
  })

  it.each(cuts(forward))('and was cut off after %s goes back', (cut) => {
    const host = liveNode('dash')
    move(host, forward, cut)
    move(host, back)
    expect(stateOf(host)).toMatchObject({ ...stayed(), units: { ...stayed().units, crio: 'off' } })
    expect(host.has('state/migration')).toBe(false)
  })

  it.each(cuts(back))('goes back although that was cut off after %s', (cut) => {
    const host = liveNode('dash')
    move(host, forward)
    move(host, back, cut)
    if (cut !== 'rollback-finished') move(host, back)
    expect(stateOf(host)).toEqual(stayed())
  })

  it.each(cuts(back).slice(0, -1))('goes on after all when the way back was cut off after %s', (cut) => {
    const host = liveNode('dash')
    move(host, forward)
    move(host, back, cut)
    move(host, forward)
    expect(stateOf(host)).toEqual(moved)
  })

  it('is stopped only once the record is on the disk', () => {
    const host = liveNode('dash')
    expect(host.step('migrate-kubelet-stopped', 'apply', { TARGET: '/var/run/crio/crio.sock' })).toEqual({
      ok: false,
      output: 'there is no record of the move\n',
    })
    expect(host.has('active/kubelet')).toBe(true)
  })

  it('and was rebooted half way, so that kubelet is up again, is stopped once more', () => {
    const host = liveNode('dash')
    move(host, forward, 'migrate-kubelet-stopped')
    host.run('systemctl start kubelet')
    expect(move(host, forward)).toContain('migrate-kubelet-stopped')
    expect(stateOf(host)).toEqual(moved)
  })
})
