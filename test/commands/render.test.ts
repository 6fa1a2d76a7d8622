import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
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
