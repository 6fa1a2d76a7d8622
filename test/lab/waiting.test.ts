import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { hosts, outcomes, programOf } from '../steps/copy/plan.ts'
import { useLab } from './fixture.ts'
import { rpmRepository as base, serveRpms } from './serve-rpms.ts'

// The locks of real dnf and rpm, an rpm transaction that is cut off, and a repository that fails.

const lab = useLab({ hosts: [{ name: 'centos', kind: 'centos' }] })
const ask = async (command: string) => (await lab().exec('centos', command)).stdout
const repository = (url = base) => ({
  kind: 'repository',
  params: { name: 'np', url, key: `${base}/repodata/repomd.xml.key`, exclude: ['np-*'] },
})
const install = (name: string) => ({ kind: 'package', params: { packages: [name], repository: 'np' } })
type Step = ReturnType<typeof repository> | ReturnType<typeof install>

async function apply(steps: readonly Step[], patch = (program: string) => program) {
  const text = patch(programOf(steps, hosts.rocky9, 'apply'))
  const { stdout } = await lab().exec('centos', 'cat >/tmp/program && sh /tmp/program 2>&1', text)
  return { seen: outcomes(stdout), output: stdout }
}
const until = async (condition: string) => {
  while ((await lab().exec('centos', condition)).code !== 0) await sleep(100)
}

beforeAll(async () => {
  // A section of the spec can follow any line of its head. Who has a script needs /bin/sh, which is no rpm of this host.
  const rpm = (name: string, post = ':') => ({
    ...{ name, version: '1.0', release: '0', summary: 'x', files: {} },
    provides: [`/bin/sh\n\n%post\n${post}`],
  })
  const slow = ': >/run/at-work; until [ -e /run/go ]; do sleep 0.1; done'
  const cut = 'echo ran >>/run/cut; [ -e /run/once ] || { : >/run/once; kill -9 $PPID; }'
  await serveRpms(lab(), 'centos', [rpm('np-tool'), rpm('np-slow', slow), rpm('np-cut', cut)])
})

describe('a lock that another dnf holds', () => {
  const hold = `rm -f /run/at-work /run/go; rpm -e np-slow 2>/dev/null
    systemd-run -q dnf -q -y --disableexcludes=all install np-slow`

  test('is waited for with the holder named, and the step goes on by itself', async () => {
    expect((await apply([repository()])).seen).toEqual(['changed'])
    await ask(hold)
    await until('[ -e /run/at-work ]')
    await ask('(sleep 3; : >/run/go) >/dev/null 2>&1 &')
    const { seen, output } = await apply([install('np-tool')])
    expect(seen, output).toEqual(['changed'])
    expect(output).toMatch(
      /say 1 waiting for the package manager's lock: pid \d+ \(.*dnf.* install np-slow\), which holds \/\S+, \d+ s at most/,
    )
  })

  test('is given up after a while, with a remedy', async () => {
    await ask(`rpm -e np-tool; ${hold}`)
    await until('[ -e /run/at-work ]')
    const { seen, output } = await apply([install('np-tool')], (text) =>
      text.replace('NP_PATIENCE=600', 'NP_PATIENCE=2'),
    )
    expect(seen, output).toEqual(['failed'])
    expect(output).toMatch(/^still locked after 2 s: pid \d+ \(.*np-slow\), which holds /m)
    await ask(': >/run/go')
    await until('! pgrep -x dnf')
  })
})

test('what a transaction that was killed has installed is installed once more, so that its scripts have run', async () => {
  const first = await apply([install('np-cut')])
  const second = await apply([install('np-cut')])
  expect([second.seen, await ask('cat /run/cut; ls /var/lib/nodeprep')], `${first.output}${second.output}`).toEqual([
    ['changed'],
    'ran\nran\nbefore\njournal\nwrote\n',
  ])
  expect(second.output).toContain('finishing an installation that was cut off: np-cut')
  expect((await apply([install('np-cut')])).seen).toEqual(['ok'])
})

test.each([
  ['a repository that is not there', 'file:///srv/np-nothing', ':', /np-nothing/],
  ['a mirror that refuses connections', 'http://127.0.0.1:9/x', ':', /127\.0\.0\.1/],
])('%s fails the step with its URL', async (_name, url, prepare, cause) => {
  await ask(`rpm -e np-tool; ${prepare}`)
  const before = await ask('cat /etc/yum.repos.d/nodeprep-np.repo')
  const { seen, output } = await apply([repository(url), install('np-tool')])
  // What cannot be fetched is not added, so the step that adds it is the one that fails.
  expect(seen, output).toEqual(['failed'])
  expect(await ask('cat /etc/yum.repos.d/nodeprep-np.repo')).toBe(before)
  expect(output).toMatch(new RegExp(`^the index of packages could not be fetched: .*${cause.source}`, 'm'))
})
