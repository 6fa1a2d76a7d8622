import { describe, expect, it } from 'vitest'
import { MigrationHost } from './migration-host.ts'
import { shells, type Shell } from './scripts.ts'

/** An API server with one node, whose state is files; what it is asked to change is noted in the order of the calls. */
const kubectl = `case $* in *' get '* | *--help*) ;; *) echo "$*" | sed 's/--kubeconfig [^ ]* //; s/--request-timeout [^ ]* //' >>"$ROOT/calls" ;; esac
[ ! -e "$ROOT/api-down" ] || { rm "$ROOT/api-down"; exit 1; }
note() { cat "$ROOT/$1" 2>/dev/null || :; }
case $* in
*'get --raw /healthz') echo ok ;;
*'get node w1 '*) printf '%s;%s;%s' "$(note annotation)" "$(note unschedulable)" "$(note ready)" ;;
*'-n kube-node-lease get lease w1 '*) note lease; [ -e "$ROOT/silent" ] || echo 2 >"$ROOT/lease" ;;
*' cordon w1') echo true >"$ROOT/unschedulable" ;;
*' uncordon w1') rm "$ROOT/unschedulable" ;;
*' annotate node w1 nodeprep.dev/turn-') rm "$ROOT/annotation" ;;
*' annotate --overwrite node w1 nodeprep.dev/turn='*) for word; do :; done; echo "\${word#*=}" >"$ROOT/annotation" ;;
*' drain w1 '*) [ ! -e "$ROOT/stuck" ] || { echo 'Cannot evict pod as it would violate the budget' >&2; exit 1; } ;;
*) exit 99 ;;
esac`

const out = { NODE: 'w1', TURN: 'reboot 7', TIMEOUT: '90' }
const back = { NODE: 'w1', ROLE: 'worker', TURN: 'reboot 7' }
const drained = 'reboot 7|schedulable|drained'

function cluster(shell: Shell): MigrationHost {
  const host = new MigrationHost(shell, '1.20.2', { kubectl, sleep: '' })
  host.write('ready', 'True')
  host.write('lease', '1')
  return host
}
const calls = (host: MigrationHost) => (host.has('calls') ? host.read('calls').trim().split('\n') : [])
const holds = (host: MigrationHost, id: 'node-out' | 'node-in') =>
  host.step(id, 'check', id === 'node-out' ? out : back).ok

describe.each(shells)('a node before its turn, in %s', (shell) => {
  it('is cordoned and drained, after what it was is noted on it', () => {
    const host = cluster(shell)
    expect(holds(host, 'node-out')).toBe(false)
    expect(host.step('node-out', 'apply', out)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'annotate --overwrite node w1 nodeprep.dev/turn=reboot 7|schedulable|draining',
      'cordon w1',
      'drain w1 --ignore-daemonsets --timeout=90s',
      `annotate --overwrite node w1 nodeprep.dev/turn=${drained}`,
    ])
    expect(holds(host, 'node-out')).toBe(true)
  })

  it.each([
    ['it was uncordoned since', drained, ''],
    ['it was only being drained', 'reboot 7|schedulable|draining', 'true'],
    ['it was drained for another turn', 'reboot 6|schedulable|drained', 'true'],
    ['it has had another turn', 'reboot 6|schedulable|done', ''],
  ])('is drained again when %s', (_, annotation, unschedulable) => {
    const host = cluster(shell)
    host.write('annotation', annotation)
    host.write('unschedulable', unschedulable)
    expect(holds(host, 'node-out')).toBe(false)
    expect(host.step('node-out', 'apply', out)).toMatchObject({ ok: true })
    // Whatever cordoned it was an operation, and not somebody who wants it to stay so.
    expect(host.read('annotation')).toBe(`${drained}\n`)
  })

  it('is left alone when it has had its turn, also where the API server was not there to say so at first', () => {
    const host = cluster(shell)
    host.write('annotation', 'reboot 7|schedulable|done')
    expect(holds(host, 'node-out')).toBe(true)
    host.write('api-down', '')
    expect(host.step('node-out', 'apply', out)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([])
  })

  it('is uncordoned when it cannot be drained, unless somebody else had cordoned it', () => {
    const host = cluster(shell)
    host.write('stuck', '')
    const { ok, output } = host.step('node-out', 'apply', out)
    expect([ok, host.has('unschedulable'), host.has('annotation')]).toEqual([false, false, false])
    expect(output).toContain('violate the budget')
    expect(output).toContain('w1 could not be drained')
    host.write('unschedulable', 'true')
    expect(host.step('node-out', 'apply', out).ok).toBe(false)
    expect(host.has('unschedulable')).toBe(true)
  })
})

describe.each(shells)('a node after its turn, in %s', (shell) => {
  it('takes pods again once its kubelet was heard of anew', () => {
    const host = cluster(shell)
    host.write('annotation', drained)
    host.write('unschedulable', 'true')
    expect(holds(host, 'node-in')).toBe(false)
    expect(host.step('node-in', 'apply', back)).toMatchObject({ ok: true })
    expect(calls(host)).toEqual([
      'uncordon w1',
      'annotate --overwrite node w1 nodeprep.dev/turn=reboot 7|schedulable|done',
    ])
    expect(holds(host, 'node-in')).toBe(true)
    host.write('ready', 'Unknown')
    expect(holds(host, 'node-in')).toBe(false)
  })

  it.each([
    ['silent', ''],
    ['ready', 'Unknown'],
  ])(
    'stays cordoned while it is not Ready, or only counts as Ready because nobody has missed it yet: %s',
    (file, text) => {
      const host = cluster(shell)
      host.write('annotation', drained)
      host.write(file, text)
      const { ok, output } = host.step('node-in', 'apply', back)
      expect([ok, calls(host)]).toEqual([false, []])
      expect(output).toContain('w1 was not Ready within 300 s; it stays cordoned')
    },
  )

  it('stays cordoned if somebody else had cordoned it', () => {
    const host = cluster(shell)
    host.write('annotation', 'reboot 7|cordoned|drained')
    host.write('unschedulable', 'true')
    expect(host.step('node-in', 'apply', back)).toMatchObject({ ok: true })
    expect(host.has('unschedulable')).toBe(true)
    expect(holds(host, 'node-in')).toBe(true)
  })
})
