import { expect, test } from 'vitest'
import { aptRepository, serveApt } from './copy/apt-repository.ts'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'

// Real dpkg and apt: who holds their locks, and what a dpkg that was killed or a package that failed leaves.

const install = (...packages: string[]) => ({ kind: 'package', params: { packages } })
const source = 'echo "deb [trusted=yes] http://127.0.0.1/ /" >/etc/apt/sources.list.d/test.list'
const files = {
  'repository.tar': aptRepository([
    { name: 'np-tool', version: '1.0-1' },
    { name: 'np-slow', version: '1.0-1', postinst: ': >/run/at-work; until [ -e /run/go ]; do sleep 0.1; done' },
    { name: 'np-killed', version: '1.0-1', postinst: '[ -e /run/once ] || { : >/run/once; kill -9 $PPID; }' },
    {
      name: 'np-once',
      version: '1.0-1',
      postinst: '[ -e /run/once ] || { : >/run/once; echo disk on fire >&2; exit 3; }',
    },
    { name: 'np-broken', version: '1.0-1', postinst: 'echo no luck today >&2; exit 3' },
  ]),
}
const apply = (name: string, step: ReturnType<typeof install>) => ({
  name,
  text: programOf([step], hosts.debian12, 'apply'),
})
const holder = `apt-get -qq update; apt-get -q -y install np-slow >/dev/null 2>&1 &
  until [ -e /run/at-work ]; do sleep 0.1; done`

test.each(shells)('names who holds the lock, waits, and goes on by itself, in %s', async (shell) => {
  const prepare = `${serveApt}\n${source}\n${holder}\n(sleep 2; : >/run/go) >/dev/null 2>&1 &`
  const results = await runInCopy({ shell, prepare, files }, [apply('apply', install('np-tool'))])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['changed'])
  expect(output).toMatch(
    /say 1 waiting for the package manager's lock: pid \d+ \(apt-get -q -y install np-slow\), which holds \/var\/lib\/dpkg\/lock-frontend, \d+ s at most\n/,
  )
})

test('gives up after a while, with the holder named and a remedy', async () => {
  const prepare = `${serveApt}\n${source}\n${holder}`
  const { name, text } = apply('apply', install('np-tool'))
  const results = await runInCopy({ shell: 'dash', prepare, files }, [
    { name, text: text.replace('NP_PATIENCE=600', 'NP_PATIENCE=2') },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['failed'])
  expect(output).toMatch(
    /^still locked after 2 s: pid \d+ \(apt-get .*\), which holds \/var\/lib\/dpkg\/lock-frontend; see why it takes so long, end it if it hangs/m,
  )
})

test('takes a lock on another file with the same number for no lock', async () => {
  const prepare = `${serveApt}\n${source}
    mkdir /run/a; mount -t tmpfs tmpfs /run/a
    printf '1: POSIX  ADVISORY  WRITE 1 00:01:%s 0 EOF\\n' "$(stat -c %i /var/lib/dpkg/lock)" >/run/locks 2>/dev/null || :
    : >>/var/lib/dpkg/lock; stat -c %i /var/lib/dpkg/lock | sed 's/.*/1: POSIX  ADVISORY  WRITE 1 00:01:& 0 EOF/' >/run/locks
    mount --bind /run/locks /proc/locks`
  const results = await runInCopy({ shell: 'dash', prepare, files }, [apply('apply', install('np-tool'))])
  const output = results.get('apply')?.output ?? ''
  expect([outcomes(output), output.includes('waiting')], output).toEqual([['changed'], false])
})

test.each(shells)('finishes what a dpkg that was killed left, in %s', async (shell) => {
  const prepare = `${serveApt}\n${source}`
  const results = await runInCopy({ shell, prepare, files }, [
    apply('killed', install('np-killed')),
    { name: 'state', text: "dpkg-query -W -f '${Status}' np-killed" },
    apply('again', install('np-killed')),
    apply('third', install('np-killed')),
    { name: 'after', text: "dpkg-query -W -f '${Status}' np-killed; dpkg --audit; ls /var/lib/nodeprep" },
  ])
  expect(outcomes(results.get('killed')?.output ?? '')).toEqual(['failed'])
  expect(results.get('state')?.output).toBe('install ok half-configured')
  const again = results.get('again')?.output ?? ''
  expect(outcomes(again), again).toEqual(['changed'])
  expect(again).toMatch(/finishing what an interrupted dpkg left: np-killed \((unpacked|half-configured)\),/)
  expect(outcomes(results.get('third')?.output ?? '')).toEqual(['ok'])
  expect(results.get('after')?.output).toBe('install ok installedbefore\njournal\n')
})

test('finishes a package that failed once, and tells what it said', async () => {
  const results = await runInCopy({ shell: 'dash', prepare: `${serveApt}\n${source}`, files }, [
    apply('failed', install('np-once')),
    apply('again', install('np-once')),
  ])
  const failed = results.get('failed')?.output ?? ''
  expect(outcomes(failed)).toEqual(['failed'])
  expect(failed).toContain('disk on fire')
  expect(failed).toContain('and these are half way: np-once (half-configured). Remove the cause')
  expect(outcomes(results.get('again')?.output ?? '')).toEqual(['changed'])
})

test('unpacks a package again that was cut off while it was unpacked over itself', async () => {
  const cutOff = String.raw`sed -i '/^Package: np-tool$/,/^$/s/^Status: .*/Status: install reinstreq half-installed/' /var/lib/dpkg/status`
  const prepare = `${serveApt}\n${source}\napt-get -qq update; apt-get -q -y install np-tool; ${cutOff}; rm -rf /var/lib/apt/lists/*`
  const results = await runInCopy({ shell: 'dash', prepare, files }, [
    apply('apply', install('np-tool')),
    { name: 'state', text: "dpkg-query -W -f '${Status}' np-tool" },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['changed'])
  expect(output).toContain('finishing what an interrupted dpkg left: np-tool (reinstreq half-installed),')
  expect(results.get('state')?.output).toBe('install ok installed')
})

test('a package of others that cannot be configured is named with its own words', async () => {
  const prepare = `${serveApt}\n${source}\napt-get -qq update; apt-get -q -y install np-broken || :`
  const results = await runInCopy({ shell: 'dash', prepare, files }, [apply('apply', install('np-tool'))])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['failed'])
  expect(output).toContain('no luck today')
  expect(output).toContain(
    'what an interrupted dpkg left cannot be finished; what dpkg or the package says is above, and these are half way: np-broken (half-configured).',
  )
})

test('an installation that was cut off after the last of its packages is finished too', async () => {
  const mark = 'mkdir -p /var/lib/nodeprep; : >/var/lib/nodeprep/packages.began'
  const prepare = `${serveApt}\n${source}\napt-get -qq update; apt-get -q -y install np-tool`
  const results = await runInCopy({ shell: 'dash', prepare, files }, [
    { name: 'mark', text: mark },
    apply('apply', install('np-tool')),
    apply('again', install('np-tool')),
  ])
  expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['changed'])
  expect(outcomes(results.get('again')?.output ?? '')).toEqual(['ok'])
})
