import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSshd, makeKey, type Sshd } from '../transport/sshd.ts'
import { cli, nodeprep, words } from './cli.ts'
import { eachInFolder } from './folder.ts'

const folder = eachInFolder()
let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd({ authorizedKeys: [], hostKeyTypes: ['ed25519', 'ecdsa'] })
})
afterAll(() => sshd.stop())

const name = () => `[127.0.0.1]:${sshd.port}`
const knownHosts = () => join(folder.path, 'known_hosts')
const known = () => readFile(knownHosts(), 'utf8').catch(() => '')

/** A cluster of a host that answers and one that does not. */
function write(): void {
  folder.write(
    'c.yaml',
    `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { version: 1.31.2 }
  cni: none
  ssh: { knownHostsFile: known_hosts, port: ${sshd.port} }
  hosts:
    - { name: cp1, address: 127.0.0.1, role: control-plane }
    - { name: w1, address: 127.0.0.2, role: worker, ssh: { port: 1 } }
`,
  )
}
const trust = (...flags: string[]) => {
  write()
  return cli(['trust', 'c.yaml', ...flags], folder.path)
}

const shown = (status: string) =>
  new RegExp(
    `^cp1 \\(127\\.0\\.0\\.1:\\d+\\)\\n  ssh-ed25519          SHA256:\\S{43}  ${status}\\n  ecdsa-sha2-nistp256  SHA256:\\S{43}  ${status}\\n`,
  )

test('shows and records the keys, once; then they are known', async () => {
  const first = await trust('--limit', 'cp1', '--yes')
  expect(first.stdout).toMatch(shown('new'))
  expect(first.stdout).toContain(`Recorded 2 new keys of 1 machine in ${knownHosts()}.\n`)
  expect([first.exitCode, first.stderr]).toEqual([0, ''])
  const written = await known()
  expect(written.split('\n')).toHaveLength(3)
  const again = await trust('--limit', 'cp1')
  expect(again.stdout).toMatch(shown(`known, ${knownHosts()}:\\d`))
  expect(again.stdout).toContain('Every key is known: there is nothing to record.\n')
  expect([again.exitCode, await known()]).toEqual([0, written])
})

test('records nothing where there is nobody to ask, and says how to', async () => {
  const { exitCode, stdout, stderr } = await trust('--limit', 'cp1')
  expect(stdout).toMatch(shown('new'))
  expect([exitCode, stderr]).toEqual([4, expect.stringContaining('--yes')])
  expect(await known()).toBe('')
})

test.each([
  ['y', 0, 3],
  ['n', 4, 1],
])('asks at a terminal; after %s it ends with %i', async (answer, code, lines) => {
  write()
  const inside = words([...nodeprep, 'trust', 'c.yaml', '--limit', 'cp1'])
  const running = execa('script', ['-qec', inside, '/dev/null'], { cwd: folder.path, reject: false })
  running.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('[y/N]')) running.stdin.write(`${answer}\n`)
  })
  const { exitCode, stdout } = await running
  expect(stdout).toContain(`Record 2 new keys of 1 machine in ${knownHosts()}? [y/N]`)
  expect([exitCode, (await known()).split('\n').length]).toEqual([code, lines])
})

test('records what it can, and says which host it could not ask', async () => {
  const { exitCode, stdout, stderr } = await trust('--yes')
  expect(stdout).toContain('w1 (127.0.0.2:1): no keys seen\n')
  expect(stdout).toContain('Recorded 2 new keys of 1 machine')
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('w1 (127.0.0.2:1): connection refused')])
})

test('never replaces a key: it names the line and how to remove it', async () => {
  const other = await makeKey(join(folder.path, 'other'), 'ed25519')
  folder.write('known_hosts', `# mine\n${name()} ${other}\n`)
  const before = await known()
  const { exitCode, stdout, stderr } = await trust('--limit', 'cp1', '--yes')
  expect(stdout).toContain(`NOT the key of ${knownHosts()}:2\n`)
  expect(stderr).toContain(`but ${knownHosts()}:2 says ssh-ed25519 SHA256:`)
  expect(stderr).toContain(`ssh-keygen -R '${name()}' -f ${knownHosts()}`)
  expect([exitCode, await known()]).toEqual([3, before])
})

test('says the same as JSON, and records only with --yes', async () => {
  const dry = await trust('--limit', 'cp1', '--output', 'json')
  const key = { type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:\S{43}$/) as string, status: 'new' }
  const machine = { name: 'cp1', address: '127.0.0.1', port: sshd.port, jumpHost: false }
  expect(JSON.parse(dry.stdout)).toEqual({ machines: [{ ...machine, keys: [key, expect.anything()] }] })
  expect([dry.exitCode, await known()]).toEqual([4, ''])
  const wet = await trust('--limit', 'cp1', '--output', 'json', '--yes')
  expect(JSON.parse(wet.stdout)).toMatchObject({
    machines: [{ keys: [{ status: 'recorded' }, { status: 'recorded' }] }],
  })
  expect([wet.exitCode, (await known()).split('\n').length]).toEqual([0, 3])
})

test('refuses a host that is not in the cluster, and a place that can keep nothing', async () => {
  expect(await trust('--limit', 'nobody')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('cp1, w1') as string,
  })
  write()
  folder.write(
    'n.yaml',
    (await readFile(join(folder.path, 'c.yaml'), 'utf8')).replace('File: known_hosts', 'File: /dev/null'),
  )
  const { exitCode, stderr } = await cli(['trust', 'n.yaml', '--limit', 'cp1', '--yes'], folder.path)
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining('cp1: there is nowhere to record its keys: /dev/null is no file'),
  ])
})
