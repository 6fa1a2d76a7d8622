import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (...args: string[]) => cli(args, folder.path)

test('--help names every command and the exit codes', async () => {
  const { exitCode, stdout, stderr } = await run('--help')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  for (const command of ['apply', 'plan', 'status', 'validate', 'render', 'init', 'facts', 'playbook', 'completion'])
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  expect(stdout).toContain('4 changes pending (plan, status), 130 interrupted')
})

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string
  }
  expect(await run('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
})

test.each([
  [['aply', 'x'], "error: unknown command 'aply'\n(Did you mean apply?)\n"],
  [['plan', 'x', '--limt', 'y'], "error: unknown option '--limt'\n(Did you mean --limit?)\n"],
  [['apply'], "error: missing required argument 'file'\n"],
  [['apply', 'a', 'b'], "error: too many arguments for 'apply'. Expected 1 argument but got 2.\n"],
  [['plan', 'x', '--concurrency', '0'], 'Write a whole number above 0.\n'],
  [['plan', 'x', '--limit', 'a,,b'], 'Write host names separated by commas.\n'],
  [['operation', 'run', 'o', 'x', '--dead', 'a,B;'], 'Not the name of a node: B;.\n'],
  [['plan', 'x', '--output', 'yaml'], 'Allowed choices are human, json.\n'],
  [['render', 'x'], 'error: render needs --host or --sudoers\n'],
  [['migrate-runtime', 'x'], 'error: one of these options is required: --to, --rollback\n'],
  [['migrate-runtime', 'x', '--rollback', '--to', 'cri-o'], 'error: --rollback cannot be combined with --to\n'],
  [['migrate-runtime', 'x', '--rollback', '--remove-old'], 'error: --rollback cannot be combined with --remove-old\n'],
  [['migrate-runtime', 'x', '--to', 'docker'], 'Allowed choices are cri-o, containerd.\n'],
  [['migrate-runtime', 'x', '--drain-timeout', '5'], 'write a time as 90s, 5m or 1h.\n'],
  [['operation', 'run', 'migrate-runtime', 'x', '--set', 'to=docker'], 'error: --set to: write cri-o or containerd\n'],
  [
    ['operation', 'run', 'migrate-runtime', 'x', '--set', 'too=cri-o'],
    'error: migrate-runtime has no option too; its options: to, rollback, removeOld, drainTimeout, deleteEmptydirData, force\n',
  ],
  [['operation', 'run', 'nothing', 'x'], 'nodeprep operation list shows the operations there are.\n'],
  [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish.\n'],
])('%j is refused with exit code 2 and without a stack', async (args, message) => {
  const { exitCode, stdout, stderr } = await run(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).not.toMatch(/^ +at /m)
})

test('a file that is not there is an error with its name', async () => {
  const { exitCode, stderr } = await run('plan', 'nope.yaml')
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error: cannot read nope.yaml: there is no such file\n' })
})

test('--kubeconfig is no option for the plan of an operation', async () => {
  const plan = { apiVersion: 'nodeprep.dev/v1alpha1', kind: 'Plan', cluster: 'c', playbook: 'restart', hosts: {} }
  const inputs = { cluster: 'c.yaml', playbook: 'restart', options: {} }
  folder.write('plan.json', JSON.stringify({ nodeprep: 'plan', version: 1, inputs, plan }))
  expect(await run('apply', 'plan.json', '--kubeconfig', 'admin.conf')).toEqual({
    ...{ exitCode: 2, stdout: '' },
    stderr: 'error: --kubeconfig cannot be combined with the plan of an operation\n',
  })
})

test('a host that is not in the cluster is an error that names those that are', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stderr } = await run('plan', 'c.yaml', '--limit', 'cp2')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error: --limit: no host cp2 in the cluster\n  The hosts are cp1, w1.\n',
  })
})

test('the stack of an error is shown with NODEPREP_DEBUG=1 alone', async () => {
  const { stderr } = await cli(['plan', 'nope.yaml'], folder.path, { NODEPREP_DEBUG: '1' })
  expect(stderr).toMatch(/^NodeprepError: cannot read nope.yaml.*\n +at /m)
  expect(stderr).toContain('caused by: Error: ENOENT')
})
