import { describe, expect, it } from 'vitest'
import type { MigrationHost } from './migration-host.ts'
import { CONTAINERD, cp1, four, node, planned, w1, type Given } from './migration-plan.ts'
import { shells } from './scripts.ts'
import { calls, turnCluster } from './turn-cluster.ts'

/** What the operation gives the steps of one node, as they are planned on the lead. */
function stepsOf(more: Given) {
  const left = { migratedFrom: CONTAINERD }
  const steps = planned(four, [node(w1, left), node(cp1)], { ...more, limit: ['w1'] }).hosts[1]?.steps
  const envOf = (id: string) =>
    (steps?.find((step) => step.id === `${id}-w1`)?.params as { env: Readonly<Record<string, string>> }).env
  return (host: MigrationHost, id: 'node-out' | 'node-in' | 'migrate-socket') => ({
    holds: () => host.step(id, 'check', envOf(id)).ok,
    apply: () => host.step(id, 'apply', envOf(id)),
  })
}
const forth = stepsOf({ to: 'cri-o' })
const back = stepsOf({ rollback: true })
const arrived = (host: MigrationHost) => host.write('runtime', 'cri-o://1.20.9')

describe.each(shells)('a node before it changes its runtime, in %s', (shell) => {
  it('is drained, and kubectl and the flags of the operation say what can be done if it cannot', () => {
    const host = turnCluster(shell)
    expect(forth(host, 'node-out').holds()).toBe(false)
    expect(forth(host, 'node-out').apply()).toMatchObject({ ok: true })
    expect(host.read('annotation')).toBe('migrate-runtime|schedulable|drained\n')
    expect(forth(host, 'node-out').holds()).toBe(true)
    const stuck = turnCluster(shell)
    stuck.write('stuck', '')
    const { ok, output } = forth(stuck, 'node-out').apply()
    expect([ok, stuck.has('unschedulable'), stuck.has('annotation')]).toEqual([false, false, false])
    expect(output).toContain('violate the budget')
    expect(output).toMatch(/w1 could not be drained.*--drain-timeout/)
  })

  it('and stays cordoned if it was, also when draining was cut off', () => {
    const host = turnCluster(shell)
    host.write('unschedulable', 'true')
    host.write('annotation', 'migrate-runtime|cordoned|draining')
    expect(forth(host, 'node-out').apply().ok).toBe(true)
    expect(host.read('annotation')).toBe('migrate-runtime|cordoned|drained\n')
  })

  it('is not drained when it has that runtime, whatever it had its turn in last', () => {
    const host = turnCluster(shell)
    host.write('annotation', 'migrate-runtime|schedulable|done')
    expect(forth(host, 'node-out').holds()).toBe(false)
    arrived(host)
    expect([forth(host, 'node-out').holds(), forth(host, 'node-in').holds()]).toEqual([true, true])
    host.write('annotation', 'reboot 7|schedulable|done')
    expect([forth(host, 'node-out').holds(), forth(host, 'node-in').holds()]).toEqual([true, true])
    expect(back(host, 'node-out').holds()).toBe(false)
  })
})

describe.each(shells)('a node that has changed its runtime, in %s', (shell) => {
  it('takes pods again, and kubeadm is told of its socket', () => {
    const host = turnCluster(shell)
    host.write('unschedulable', 'true')
    host.write('annotation', 'migrate-runtime|schedulable|drained')
    host.write('cri', CONTAINERD)
    expect(forth(host, 'node-in').holds()).toBe(false)
    arrived(host)
    expect(forth(host, 'node-in').holds()).toBe(false)
    expect(forth(host, 'node-in').apply()).toMatchObject({ ok: true })
    expect(forth(host, 'migrate-socket').apply()).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'uncordon w1',
      'annotate --overwrite node w1 nodeprep.dev/turn=migrate-runtime|schedulable|done',
      'annotate --overwrite node w1 kubeadm.alpha.kubernetes.io/cri-socket=unix:///var/run/crio/crio.sock',
    ])
    expect([forth(host, 'node-in').holds(), forth(host, 'migrate-socket').holds()]).toEqual([true, true])
  })

  it('is waited for until it is Ready with that runtime, and stays cordoned otherwise', () => {
    const host = turnCluster(shell)
    host.write('annotation', 'migrate-runtime|schedulable|drained')
    const { ok, output } = forth(host, 'node-in').apply()
    expect([ok, calls(host)]).toEqual([false, []])
    expect(output).toContain('w1 was not Ready with CRI-O within 300 s; it stays cordoned')
    expect(output).toContain('--rollback')
  })

  it('stays without an annotation of kubeadm if it had none, also where the API server could not be asked at first', () => {
    const host = turnCluster(shell)
    expect(forth(host, 'migrate-socket').holds()).toBe(true)
    host.write('api-late', '')
    expect(forth(host, 'migrate-socket').holds()).toBe(false)
    expect(forth(host, 'migrate-socket').apply()).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([])
  })

  it('takes pods again when the operation was turned round before anything was changed', () => {
    const host = turnCluster(shell)
    host.write('unschedulable', 'true')
    host.write('annotation', 'migrate-runtime|schedulable|drained')
    expect([back(host, 'node-out').holds(), back(host, 'node-in').holds()]).toEqual([true, false])
    expect(back(host, 'node-in').apply()).toMatchObject({ ok: true })
    expect(calls(host)[0]).toBe('uncordon w1')
  })

  it('is left to the other operation that has cordoned it', () => {
    const host = turnCluster(shell)
    const other = 'reboot 7|schedulable|drained'
    host.write('unschedulable', 'true')
    host.write('annotation', other)
    arrived(host)
    expect([forth(host, 'node-out').holds(), forth(host, 'node-in').holds()]).toEqual([true, true])
    expect(forth(host, 'node-in').apply()).toMatchObject({ ok: true })
    expect([host.has('unschedulable'), host.read('annotation')]).toEqual([true, other])
  })
})
