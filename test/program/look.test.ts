import { expect, test } from 'vitest'
import { runInCopy, shells } from '../steps/copy/copy.ts'
import { hosts, outcomes, programOf, type StepFixture } from '../steps/copy/plan.ts'

// One look at everything when a program starts saves most of a no-op run's processes; it must never tell more than is so.

const file = (path: string, content = 'x\n'): StepFixture => ({ kind: 'file', params: { path, content } })
const command = (check: string, apply: string): StepFixture => ({
  kind: 'command',
  params: { title: 'a script', check, apply },
})

test.each(shells)('what a step changes is seen by the steps after it, in %s', async (shell) => {
  const steps = [
    file('/etc/np-one'),
    command('[ -e /etc/np-done ]', 'echo other >/etc/np-two; : >/etc/np-done'),
    file('/etc/np-two'),
    file('/etc/np-three'),
  ]
  const prepare = 'umask 022; for n in one two three; do echo x >/etc/np-$n; done'
  const results = await runInCopy({ shell, prepare }, [
    { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
    { name: 'again', text: programOf(steps, hosts.debian12, 'apply') },
  ])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['ok', 'changed', 'changed', 'ok'])
  expect(outcomes(results.get('again')?.output ?? '')).toEqual(['ok', 'ok', 'ok', 'ok'])
})

test.each(shells)('files that only look right are told apart, in %s', async (shell) => {
  const steps = [
    file('/etc/np right'),
    file('/etc/np-absent'),
    file('/etc/np-link'),
    file('/etc/np-mode'),
    file('/etc/np-owner'),
    file('/etc/np-other'),
    file('/etc/np'),
    file('/etc/np*'),
  ]
  const prepare = `umask 022; cd /etc
    for n in 'np right' np-mode np-owner np-target 'np*'; do echo x >"$n"; done
    ln -s np-target np-link; chmod 600 np-mode; chown nobody np-owner; echo y >np-other; mkdir np`
  const results = await runInCopy({ shell, prepare }, [
    { name: 'plan', text: programOf(steps, hosts.debian12, 'check') },
  ])
  const would = Array.from({ length: 6 }, () => 'would')
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['ok', ...would, 'ok'])
})

test.each(shells)('each unit gets the state that is its own, in %s', async (shell) => {
  // As systemctl does: a block each in the order asked, an alias under its own name, none for what is no name of a unit.
  const systemctl = `#!/bin/sh
for unit; do
  case $unit in
    a) id=a.service; state=active ;;
    alias) id=real.service; state=active ;;
    wrong@) echo "Unit name $unit.service is neither a valid invocation ID nor unit name." >&2; continue ;;
    b) id=b.service; state=inactive ;;
    c.socket) id=c.socket; state=active ;;
    *) continue ;;
  esac
  [ -z "$more" ] || echo
  more=1
  case " $* " in *' -p Id '*) echo "Id=$id" ;; esac
  printf '%s\\n' LoadState=loaded ActiveState=$state UnitFileState=enabled NeedDaemonReload=no
done
`
  const units = ['a', 'alias', 'wrong@', 'b', 'c.socket']
  const steps = units.map((name): StepFixture => ({ kind: 'service', params: { name, state: 'started' } }))
  const results = await runInCopy({ shell, doubles: { systemctl } }, [
    { name: 'plan', text: programOf(steps, hosts.debian12, 'check') },
  ])
  expect(outcomes(results.get('plan')?.output ?? '')).toEqual(['ok', 'ok', 'would', 'would', 'ok'])
})
