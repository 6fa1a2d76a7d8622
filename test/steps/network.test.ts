import { describe, expect, test } from 'vitest'
import { aptRepository, printsOf, serveApt } from './copy/apt-repository.ts'
import { runInCopy, shells, type Shell } from './copy/copy.ts'
import { faultyServer, serveFaults } from './copy/faulty-server.ts'
import { hosts, outcomes, programOf, type StepFixture } from './copy/plan.ts'

// Real apt, curl and wget against a server that misbehaves. Pauses and limits are cut short, never their number.

const impatient = (program: string) =>
  program
    .replaceAll('--speed-time 30', '--speed-time 2')
    .replaceAll('-T 30', '-T 2')
    .replaceAll('Timeout=30', 'Timeout=2')
const doubles = { sleep: '#!/bin/sh\n' }
const at = (path: string) => `http://127.0.0.1:8080/${path}`
const without = (...tools: string[]) => tools.map((tool) => `rm -f /usr/bin/${tool}`).join('\n')

async function apply(steps: readonly StepFixture[], prepare: string, files: Record<string, string | Buffer>) {
  const setup = { shell: 'dash' as Shell, doubles, files: { 'server.mjs': faultyServer, ...files } }
  const results = await runInCopy({ ...setup, prepare }, [
    { name: 'apply', text: impatient(programOf(steps, hosts.debian12, 'apply')) },
    { name: 'asked', text: 'cat /run/asked; ls -A /opt/np 2>/dev/null' },
  ])
  const output = results.get('apply')?.output ?? ''
  const says = [...output.matchAll(/^\x1enonce say \d+ (.*)$/gm)].map((match) => match[1] ?? '')
  const asked = (results.get('asked')?.output ?? '').split('\n').filter((line) => line !== '')
  return { seen: outcomes(output), says, asked, output }
}

describe.each([
  ['curl', ':'],
  ['wget', without('curl')],
  ["apt's helper", without('curl', 'wget')],
])('a download by %s', (_name, tool) => {
  const get = (path: string) =>
    apply(
      [{ kind: 'download', params: { url: at(path), path: '/opt/np/tool' } }],
      `mkdir -p /srv/www /opt/np; seq 1000 >/srv/www/tool\n${serveFaults}\n${tool}`,
      {},
    )

  test('is tried again where that can help, with the attempt and the reason shown', async () => {
    const { seen, says, asked, output } = await get('flaky/tool')
    expect(seen, output).toEqual(['changed'])
    expect(says).toEqual([
      expect.stringMatching(/^attempt 2 of 4 in 2 s: .*500/),
      expect.stringMatching(/^attempt 3 of 4 in 4 s: .*500/),
    ])
    expect(asked).toEqual(['/flaky/tool', '/flaky/tool', '/flaky/tool', 'tool'])
  })

  test.each(['403', '404'])('fails at once when the answer is %s, with URL and status', async (status) => {
    const { seen, says, asked, output } = await get(`${status}/tool`)
    expect([seen, says, asked]).toEqual([['failed'], [], [`/${status}/tool`]])
    expect(output).toMatch(new RegExp(`^${at(`${status}/tool`)} could not be fetched: .*${status}`, 'm'))
  })

  test.each(['stall', 'reset', 'cut'])('of a server that does %s is given up, and nothing stays', async (fault) => {
    const { seen, says, asked, output } = await get(`${fault}/tool`)
    expect([seen, says.length], output).toEqual([['failed'], 3])
    // apt's helper asks twice where nothing at all came.
    expect([...new Set(asked)]).toEqual([`/${fault}/tool`])
  })
})

describe('the index of apt', () => {
  const files = { 'repository.tar': aptRepository([{ name: 'np-tool', version: '1.0-1' }]) }
  const repository = (mode: string) => ({
    kind: 'repository',
    params: { name: 'np', url: at(`${mode}/`), key: at('ok/key.asc') },
  })
  const install = { kind: 'package', params: { packages: ['np-tool'] } }
  const get = (mode: string, more = ':') =>
    apply([repository(mode), install], `${serveApt}\n${serveFaults}\n${more}`, files)

  test.each([
    ['403', 0, '403 Forbidden'],
    ['404', 0, '404 Not Found'],
    ['500', 3, '500 Internal Server Error'],
    ['stall', 3, 'Connection timed out'],
    ['reset', 3, 'Connection failed'],
    ['cut', 3, 'Error reading from server'],
  ])('fails with the cause when the mirror does %s, after %i more attempts', async (mode, attempts, cause) => {
    const { seen, says, output } = await get(mode)
    expect([seen, says.length], output).toEqual([['failed'], attempts])
    expect(output).toMatch(new RegExp(`^the index of packages could not be fetched: ${at(mode)}.*${cause}`, 'm'))
  })

  test.each([
    ['a wrong signature', `sed -i 's/^Date: ./Date: X/' /srv/www/InRelease`, /BADSIG/],
    ['the signature of another key', `cp /srv/www/other.asc /srv/www/key.asc`, /NO_PUBKEY.*; signed by another key/],
    ['an index that is not the signed one', `sed -i 's/for a test/for a tesT/' /srv/www/Packages`, /Hash Sum mismatch/],
    ['a page to log in', `echo '<html>' >/srv/www/InRelease`, /NOSPLIT/],
  ])('fails with the cause: %s', async (_name, fault, cause) => {
    const { seen, output } = await get('ok', fault)
    expect(seen, output).toEqual(['failed'])
    expect(output).toMatch(new RegExp(`^the index of packages could not be fetched: .*${cause.source}`, 'm'))
  })

  test('an index of another day does not hide that the mirror fails', async () => {
    const yesterday = `echo "deb [trusted=yes] ${at('ok/')} /" >/etc/apt/sources.list.d/x.list; apt-get -qq update
      sed -i s,/ok/,/500/, /etc/apt/sources.list.d/x.list; cd /var/lib/apt/lists; for f in *_ok_*; do mv $f \${f%%_ok_*}_500_\${f##*_ok_}; done`
    const { seen, output } = await get('ok', yesterday)
    expect(seen, output).toEqual(['changed', 'failed'])
    expect(output).toContain('500 Internal Server Error')
  })

  // Of what a host had before nodeprep came.
  const theirs = 'http://user:geheim@127.0.0.1:8080'
  const dead = (
    name: string,
    url: string,
    cause: RegExp,
    todo: string,
    file = 'old.list',
    text = `deb ${url} bookworm main`,
  ) => [name, file, text, cause, todo] as const
  test.each([
    dead('gone', 'http://127.0.0.1:8080/404/debian', /404 Not Found/, 'correct or disable it there'),
    dead('gone, with an account', `${theirs}/404/debian/`, /404 Not Found/, 'correct or disable it there'),
    dead(
      'without an address',
      'http://np.invalid/debian',
      /Could not resolve|resolving 'np.invalid'/,
      'correct or disable it there, or see /etc/resolv.conf if no name is resolved on this host',
    ),
    dead(
      'without a key',
      '',
      /NO_PUBKEY/,
      'renew its key or disable it there',
      'old.sources',
      'Types: deb\nURIs: http://127.0.0.1:8080/ok/sub\nSuites: ./\nSigned-By: /srv/www/other.asc',
    ),
  ])('case 19: a dead repository of the host is named with its file: %s', async (_, file, text, cause, todo) => {
    const { seen, output } = await get(
      'ok',
      `mkdir /srv/www/sub; cp /srv/www/[IP]* /srv/www/sub; cat >/etc/apt/sources.list.d/${file} <<'END'\n${text}\nEND`,
    )
    expect(seen, output).toEqual(['changed', 'failed'])
    const line =
      output.split('\n').find((one) => one.startsWith('the index of packages could not be fetched: ')) ?? output
    expect(line).toMatch(cause)
    expect(line).toContain(
      `; this repository is configured in /etc/apt/sources.list.d/${file}, line 1, not by nodeprep: ${todo}`,
    )
    expect(line).not.toMatch(/mirror in cluster.yaml|geheim/)
  })

  test('case 3: a pin that keeps a package out is named with its file', async () => {
    const pin = `printf 'Package: np-tool\\nPin: version *\\nPin-Priority: -1\\n' >/etc/apt/preferences.d/mine`
    const { seen, output } = await get('ok', pin)
    expect(seen, output).toEqual(['changed', 'failed'])
    expect(output).toMatch(
      /^packages could not be fetched: E: .*no installation candidate; .*keeps packages out, see \/etc\/apt\/preferences.d\/mine$/m,
    )
  })

  const [signer, other] = printsOf(files['repository.tar'])
  // The host has this key; at the URL is the one that signs.
  const renewed = async (trusted: string, keyFingerprint: readonly string[] = []) => {
    const step = { ...repository('ok'), params: { ...repository('ok').params, keyFingerprint } }
    const setup = { shell: 'dash' as Shell, doubles, files: { 'server.mjs': faultyServer, ...files } }
    const keyring = '/etc/apt/keyrings/nodeprep-np.asc'
    const results = await runInCopy({ ...setup, prepare: `${serveApt}\n${serveFaults}` }, [
      { name: 'before', text: programOf([step], hosts.debian12, 'apply') },
      { name: 'renew', text: `cp /srv/www/${trusted} ${keyring}; rm -rf /var/lib/apt/lists/*` },
      { name: 'after', text: programOf([step, install], hosts.debian12, 'apply') },
      { name: 'same', text: `cmp /srv/www/${trusted} ${keyring}` },
    ])
    const output = results.get('after')?.output ?? ''
    return { seen: outcomes(output), output, same: results.get('same')?.output === '' }
  }
  const again = `the signing key has changed at ${at('ok/key.asc')}: trying once more`

  test('a signing key that has expired is renewed from its URL', async () => {
    const { seen, output, same } = await renewed('expired.asc')
    expect([seen, same], output).toEqual([['ok', 'changed'], false])
    expect(output).toContain(again)
  })

  test('a signing key is not replaced by another one: the step fails and the trusted one stays', async () => {
    const { seen, output, same } = await renewed('other.asc')
    expect([seen, same], output).toEqual([['ok', 'failed'], true])
    expect(output).toMatch(
      new RegExp(
        `^the index of packages could not be fetched: .*NO_PUBKEY.*; the signing key ${at('ok/key.asc')} has the fingerprint ${signer}, and this host trusts another key: ${other}\\. The trusted key was not replaced`,
        'm',
      ),
    )
    expect(output).not.toContain(again)
  })

  test('a signing key is replaced by another one that cluster.yaml lists', async () => {
    const { seen, output } = await renewed('other.asc', [signer])
    expect(seen, output).toEqual(['ok', 'changed'])
    expect(output).toContain(again)
  })

  test('a package that the index promises and the mirror does not have fails before dpkg is started', async () => {
    const { seen, says, output } = await get('ok', 'rm /srv/www/*.deb')
    expect([seen, says], output).toEqual([['changed', 'failed'], []])
    expect(output).toMatch(/^packages could not be fetched: .*np-tool.*404 Not Found/m)
  })
})

test.each(shells)('in %s another try is for what may pass alone, and what was printed is shown', async (shell) => {
  const script = (words: string, status: number) => ({
    kind: 'command',
    params: { title: words, check: 'false', apply: `np_retry 3 sh -c 'echo "$0"; exit ${status}' '${words}'` },
  })
  const count = async (words: string) => {
    const results = await runInCopy({ shell, doubles }, [
      { name: 'apply', text: programOf([script(words, 1)], hosts.debian12, 'apply') },
    ])
    return (results.get('apply')?.output ?? '').split('\n').filter((line) => line === words).length
  }
  const hopeless = [
    'manifest unknown',
    'curl: (22) The requested URL returned error: 403',
    'unexpected status: 404 Not Found',
  ]
  const passing = [
    'curl: (28) Connection timed out after 404 ms',
    'unexpected status: 429 Too Many',
    'HTTP/1.1 503 no',
    'x 404 y',
  ]
  expect(await Promise.all([...hopeless, ...passing].map(count))).toEqual([1, 1, 1, 3, 3, 3, 3])
})
