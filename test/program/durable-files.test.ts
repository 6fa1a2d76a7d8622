import { expect, it } from 'vitest'
import { runInCopy, shells } from '../steps/copy/copy.ts'
import { hosts, outcomes, programOf, type StepFixture } from '../steps/copy/plan.ts'

// What only a loss of power or a kill would show: the order of things, and what stands meanwhile.

const file = (content: string): StepFixture => ({ kind: 'file', params: { path: '/etc/np-file', content } })
const apply = (...steps: StepFixture[]) => programOf(steps, hosts.debian12, 'apply')
const logged = (program: string) => `#!/bin/sh\necho ${program} "$@" >>/run/order\nexec /usr/bin/${program} "$@"\n`

it.each(shells)('a file, and what stood there, is on the disk before it gets its name, in %s', async (shell) => {
  const doubles = { sync: logged('sync'), mv: logged('mv') }
  const results = await runInCopy({ shell, doubles, prepare: 'echo old >/etc/np-file' }, [
    { name: 'apply', text: apply(file('new')) },
    { name: 'order', text: 'grep -v /run/nodeprep /run/order' },
  ])
  const order = (results.get('order')?.output ?? '').replaceAll(/nodeprep\.\w{6}/g, 'nodeprep.RANDOM')
  const kept = '/var/lib/nodeprep/before/files/etc'
  expect(order.trim().split('\n')).toEqual([
    `sync ${kept}/np-file.tmp`,
    `mv ${kept}/np-file.tmp ${kept}/np-file`,
    `sync ${kept}`,
    'sync /var/lib/nodeprep/wrote/etc/np-file.wrote.tmp',
    'mv /var/lib/nodeprep/wrote/etc/np-file.wrote.tmp /var/lib/nodeprep/wrote/etc/np-file.wrote',
    'sync /etc/.np-file.nodeprep.RANDOM',
    'mv -fT /etc/.np-file.nodeprep.RANDOM /etc/np-file',
  ])
})

it.each(shells)(
  'a state that is remembered, and a mark, are on the disk before the work goes on, in %s',
  async (shell) => {
    const doubles = { sync: logged('sync'), mv: logged('mv') }
    const work =
      'np_remember service crio "was off"; np_remember service crio "is on"; np_mark x.began half; echo work >>/run/order'
    const step: StepFixture = { kind: 'command', params: { title: 't', check: '[ -e /run/order ]', apply: work } }
    const results = await runInCopy({ shell, doubles }, [
      { name: 'apply', text: apply(step) },
      {
        name: 'order',
        text: 'grep -v /run/nodeprep /run/order; cd /var/lib/nodeprep && cat before/service/crio x.began',
      },
    ])
    const former = '/var/lib/nodeprep/before/service/crio'
    expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['changed'])
    expect(results.get('order')?.output.trim().split('\n')).toEqual([
      `sync ${former}.tmp`,
      `mv ${former}.tmp ${former}`,
      'sync /var/lib/nodeprep/x.began',
      'work',
      'was off',
      'half',
    ])
  },
)

it.each(shells)("a file of nodeprep's own is not kept as what stood there before, in %s", async (shell) => {
  const results = await runInCopy({ shell }, [
    { name: 'one', text: apply(file('one')) },
    { name: 'two', text: apply(file('two')) },
    { name: 'kept', text: 'cat /etc/np-file; cd /var/lib/nodeprep/before && find . -type f' },
  ])
  expect(results.get('kept')?.output).toBe('two\n./files/etc/np-file.absent\n')
})

it.each(shells)('what a killed run left of a file is cleared away by the next, in %s', async (shell) => {
  const prepare = 'echo x >/etc/.np-file.nodeprep.Ab1xYz'
  const results = await runInCopy({ shell, prepare }, [
    { name: 'apply', text: apply(file('one')) },
    { name: 'left', text: 'ls -A /etc | grep np-file' },
  ])
  expect(results.get('left')?.output).toBe('np-file\n')
})

it.each(shells)('a mark stands while packages are installed, and only then, in %s', async (shell) => {
  const aptGet = `#!/bin/sh
echo "$* $(ls /var/lib/nodeprep/packages.began 2>/dev/null)" >>/run/order`
  const step: StepFixture = {
    kind: 'command',
    params: { title: 't', check: '[ -e /run/order ]', apply: 'np_apt_install np-a=1' },
  }
  const results = await runInCopy({ shell, doubles: { 'apt-get': aptGet } }, [
    { name: 'apply', text: apply(step) },
    {
      name: 'order',
      text: 'sed "s/.* -d inst/-d inst/; /^-d/!s/.* install/install/" /run/order; ls -A /var/lib/nodeprep',
    },
  ])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['changed'])
  expect(results.get('order')?.output).toBe(
    '-d install np-a=1 \ninstall np-a=1 /var/lib/nodeprep/packages.began\nbefore\njournal\n',
  )
})

it.each(shells)('a mark names what dnf installs while it does, and only then, in %s', async (shell) => {
  const dnf = `#!/bin/sh
echo "$*, $(cat /var/lib/nodeprep/packages.began 2>&1)" >>/run/order`
  const step: StepFixture = {
    kind: 'command',
    params: { title: 't', check: '[ -e /run/order ]', apply: 'np_dnf_install np-a-1' },
  }
  const results = await runInCopy({ shell, doubles: { dnf } }, [
    { name: 'apply', text: apply(step) },
    { name: 'order', text: 'cat /run/order; ls -A /var/lib/nodeprep' },
  ])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['changed'])
  expect(results.get('order')?.output).toBe(
    '-q -y --setopt=exit_on_lock=1 --setopt=retries=3 --setopt=timeout=30 --setopt=minrate=1000 install np-a-1, np-a-1\nbefore\njournal\n',
  )
})
