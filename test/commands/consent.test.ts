import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cli, nodeprep, words } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const changing = [
  ['apply', 'c.yaml'],
  ['playbook', 'run', 'node', 'c.yaml'],
  ['migrate-runtime', 'c.yaml', '--to', 'containerd'],
]
const refused = (why: string) => `error: this command changes hosts and cannot ask first (${why}): pass --yes\n`

/** The exit code and what was said when a shell runs nodeprep with such redirections, on a terminal of its own. */
async function onTerminal(args: readonly string[], redirected: string): Promise<string> {
  folder.write('c.yaml', clusterYaml)
  const inside = `{ ${words([...nodeprep, ...args])}; echo "exit=$?"; } ${redirected}`
  const { stdout } = await execa('script', ['-qec', `sh -c ${words([inside])}`, '/dev/null'], {
    ...{ cwd: folder.path, reject: false },
    env: { XDG_STATE_HOME: folder.path, NO_COLOR: '1' },
  })
  return stdout.replaceAll('\r', '')
}

test.each(changing)('without a terminal %s %s is refused before a host is met, and names --yes', async (...args) => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout, stderr } = await cli(args, folder.path)
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toContain(refused('stdin is not a terminal'))
  expect(stderr).toContain('Nothing was done on any host.')
})

test.each([
  ['| cat', 'stdout is not a terminal'],
  ['<&-', 'stdin is not a terminal'],
  ['2>err; cat err', 'stderr is not a terminal'],
])('on a terminal, but with %s, nobody can answer: refused', async (redirected, why) => {
  const screen = await onTerminal(['apply', 'c.yaml'], redirected)
  expect(screen).toContain(refused(why))
  expect(screen).toContain('exit=2')
})

test('JSON for a program asks no questions: refused, terminal or not', async () => {
  const screen = await onTerminal(['apply', 'c.yaml', '--output', 'json'], '')
  expect(screen).toContain(refused('--output json asks no questions'))
})

test('with --yes it goes on to the hosts', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout } = await cli(['apply', 'c.yaml', '--yes', '--output', 'json'], folder.path)
  expect(exitCode).toBe(3)
  expect(stdout).toContain('host-connecting')
})

test('the plan of a migration changes nothing and needs no --yes', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode } = await cli(['migrate-runtime', 'c.yaml', '--to', 'containerd', '--plan'], folder.path)
  expect(exitCode).toBe(3)
})

test.each([
  [['--yes'], 'the name of this cluster has to be given: pass --cluster demo'],
  [['--yes', '--cluster', 'other'], 'the name of this cluster is not other: pass --cluster demo'],
  [['--plan', '--out', 'p.json'], 'the name of this cluster has to be given: pass --cluster demo'],
  [['--cluster', 'demo'], 'stdin is not a terminal'],
])('reset with %s is refused before a host is met', async (args, why) => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stderr } = await cli(['reset', 'c.yaml', ...args], folder.path)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(why)
})

test('reset goes on with the name of the cluster, and its plan without', async () => {
  folder.write('c.yaml', clusterYaml)
  for (const args of [['--yes', '--cluster', 'demo'], ['--plan']])
    expect((await cli(['reset', 'c.yaml', ...args], folder.path)).exitCode).toBe(3)
})
