import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cli, nodeprep, words } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (...args: string[]) => cli(args, folder.path)

test('init writes a file that is valid as it stands', async () => {
  const { exitCode, stdout } = await run('init')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Wrote cluster.yaml.')
  expect((await run('validate', 'cluster.yaml')).exitCode).toBe(0)
})

test('init never overwrites', async () => {
  folder.write('mine.yaml', 'mine\n')
  const { exitCode, stderr } = await run('init', 'mine.yaml')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error: mine.yaml is already there\n  Name another file: nodeprep init FILE\n',
  })
  expect(readFileSync(join(folder.path, 'mine.yaml'), 'utf8')).toBe('mine\n')
})

test('validate says in a line what a valid file holds', async () => {
  const stdout = 'c.yaml is valid: cluster demo, 2 hosts, Kubernetes 1.37.1\n'
  folder.write('c.yaml', clusterYaml.replace('1.31.2', '1.37.1'))
  expect(await run('validate', 'c.yaml')).toEqual({ exitCode: 0, stdout, stderr: '' })
})

test('validate says of a valid file what is not tested upstream or past its end of life, also to programs', async () => {
  folder.write('c.yaml', clusterYaml)
  const said = await run('validate', 'c.yaml')
  expect(said).toMatchObject({ exitCode: 0, stderr: '' })
  expect(said.stdout).toMatch(
    /^note: c\.yaml:\d+:\d+ spec\.kubernetes\.version: Kubernetes 1\.31 is past its end of life/,
  )
  expect(said.stdout).toMatch(/c\.yaml is valid: cluster demo, 2 hosts, Kubernetes 1\.31\.2\n$/)
  const { stdout } = await run('validate', 'c.yaml', '--output', 'json')
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, problems: [], notices: [{ level: 'note', file: 'c.yaml' }] })
})

test('validate names every mistake at its place, and how many there are', async () => {
  folder.write('c.yaml', clusterYaml.replace('worker', 'wroker').replace('cni: flannel', 'cni: flanel'))
  const { exitCode, stdout, stderr } = await run('validate', 'c.yaml')
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^c\.yaml:6:8 spec\.cni/m)
  expect(stderr).toMatch(/^c\.yaml:10:45 spec\.hosts\.1\.role/m)
  expect(stderr).toMatch(/\nerror: 2 mistakes\n$/)
})

test('validate gives mistakes to programs as JSON', async () => {
  folder.write('c.yaml', clusterYaml.replace('worker', 'wroker'))
  const { exitCode, stdout, stderr } = await run('validate', 'c.yaml', '--output', 'json')
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    valid: false,
    problems: [{ file: 'c.yaml', line: 10, column: 45, path: 'spec.hosts.1.role' }],
  })
})

test('a plan of another kind of file is refused', async () => {
  folder.write('p.json', '{"nodeprep":"plan","version":99}')
  expect((await run('apply', 'p.json')).stderr).toContain('p.json:1:30 version: another version of nodeprep made it')
  folder.write('p.json', '{"a":1}')
  expect((await run('apply', 'p.json')).stderr).toMatch(/^p\.json:1:2 unknown key "a"/)
  folder.write('p.json', '{')
  expect((await run('apply', 'p.json')).exitCode).toBe(2)
})

test('hosts that cannot be reached end a run with 3, an error each, and a log', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout, stderr } = await run('plan', 'c.yaml', '--out', 'p.json', '--log-file', 'run.log')
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' })
  expect(stdout).toMatch(/^unreachable cp1/m)
  expect(stdout).toMatch(/^Full log: .*run\.log$/m)
  expect(readFileSync(join(folder.path, 'run.log'), 'utf8')).toContain('"type":"host-ended"')
  expect(existsSync(join(folder.path, 'p.json'))).toBe(false)
})

test('with --output json stdout holds events and nothing else', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout } = await run('plan', 'c.yaml', '--output', 'json')
  const types = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type)
  expect(exitCode).toBe(3)
  expect(types.at(0)).toBe('run-started')
  expect(types.at(-1)).toBe('run-ended')
})

test('facts of hosts that cannot be reached are not made up', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout, stderr } = await run('facts', 'c.yaml', '--output', 'json')
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '{}\n' })
  expect(stderr).toMatch(/^error: /m)
})

test.each([
  ['a FIFO that nobody writes to', 'mkfifo c.yaml', 'c.yaml', 'it is not a regular file'],
  ['a device that never ends', ':', '/dev/zero', 'it is not a regular file'],
  ['a folder', 'mkdir c.yaml', 'c.yaml', 'it is a folder'],
])('%s is refused at once as cluster.yaml', async (_what, prepare, file, reason) => {
  await execa('sh', ['-c', prepare], { cwd: folder.path })
  expect(await run('validate', file)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: cannot read ${file}: ${reason}\n`,
  })
})

test('a full disk under stdout is said on stderr, and is no success', async () => {
  folder.write('c.yaml', clusterYaml)
  const script = `${words([...nodeprep, 'playbook', 'show', 'cluster'])} >/dev/full`
  const { exitCode, stderr } = await execa('sh', ['-c', script], { cwd: folder.path, reject: false })
  expect([exitCode, stderr]).toEqual([
    1,
    'error: cannot write to stdout: no space left on device: what was said there is incomplete',
  ])
})
