import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeEach, describe, expect, test } from 'vitest'
import { facts } from '../report/events.ts'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (...args: string[]) => cli(args, folder.path)

function given(value: unknown): void {
  folder.write('c.yaml', clusterYaml)
  writeFileSync(join(folder.path, 'facts.json'), JSON.stringify(value))
}

test('render prints a program that a shell can read, from facts alone', async () => {
  given({ cp1: facts, w1: { ...facts, hostname: 'w1', address: '10.0.0.12' } })
  const { exitCode, stdout, stderr } = await run('render', 'c.yaml', '--host', 'w1', '--facts', 'facts.json')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^#!\/bin\/sh\nunset NP_NONCE; NP_NONCE=by-hand\nmain\(\) \{\n/)
  await execa('dash', ['-n'], { input: stdout })
})

test('render takes the facts of its one host as they are', async () => {
  given(facts)
  expect((await run('render', 'c.yaml', '--host', 'cp1', '--facts', 'facts.json')).exitCode).toBe(0)
})

test('render builds upon the texts of files that the facts have', async () => {
  given({ cp1: facts, w1: { ...facts, files: { '/etc/containerd/config.toml': 'version = 2\n# mine\n' } } })
  folder.write('c.yaml', clusterYaml.replace('spec:\n', 'spec:\n  runtime: { kind: containerd }\n'))
  const render = (host: string) => run('render', 'c.yaml', '--host', host, '--facts', 'facts.json')
  expect((await render('w1')).stdout).toContain('# mine\n')
  expect((await render('cp1')).stdout).toContain('# Written by nodeprep; other settings')
})

test.each([
  [{ w1: facts }, 'no facts of host cp1'],
  [[], 'facts.json:1:1 expected a mapping; got a list'],
  [null, 'facts.json:1:1 the file is empty'],
  [{ cp1: { ...facts, arch: 'amd64] trusted=yes' } }, 'cp1.arch: "amd64] trusted=yes" is not an architecture'],
])('render refuses facts that are %j', async (value, message) => {
  given(value)
  const { exitCode, stderr } = await run('render', 'c.yaml', '--host', 'cp1', '--facts', 'facts.json')
  expect(exitCode).toBe(2)
  expect(stderr).toContain(message)
})

test('render refuses a host that is not in the cluster', async () => {
  given(facts)
  const { exitCode, stderr } = await run('render', 'c.yaml', '--host', 'x', '--facts', 'facts.json')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error: --host: no host x in the cluster\n  The hosts are cp1, w1.\n',
  })
})

describe('where one host cannot be planned', () => {
  beforeEach(() => {
    given({ cp1: facts, w1: { ...facts, hostname: 'w1', address: '10.0.0.12' } })
    mkdirSync(join(folder.path, 'books'))
    const path = "{{#if (eq facts.hostname 'w1')}}relative{{else}}/etc/motd{{/if}}"
    folder.write(
      'books/cluster.yaml',
      `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: cluster, description: one host has no path }
steps:
  - { id: motd, file: { path: "${path}", content: hello } }
`,
    )
  })
  const render = (host: string) =>
    run('render', 'c.yaml', '--playbooks', 'books', '--host', host, '--facts', 'facts.json')

  test('another one is rendered, and the bad one is named', async () => {
    const { exitCode, stdout, stderr } = await render('cp1')
    expect(stderr).toMatch(/^error: w1: .*cluster\.yaml:5:5 step motd: /)
    expect(stderr).not.toContain('cp1')
    expect(stdout).toContain('/etc/motd')
    expect(exitCode).toBe(1)
    await execa('dash', ['-n'], { input: stdout })
  })

  test('nothing is rendered of that one', async () => {
    const { exitCode, stdout, stderr } = await render('w1')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^error: w1: /)
  })

  test('where none can be planned it is invalid input', async () => {
    given({ cp1: { ...facts, hostname: 'w1' }, w1: { ...facts, hostname: 'w1' } })
    const { exitCode, stdout, stderr } = await render('cp1')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^error: cp1: .*\n *w1: /)
  })
})
