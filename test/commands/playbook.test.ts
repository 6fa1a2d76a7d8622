import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cli, nodeprep, words } from './cli.ts'
import { eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (...args: string[]) => cli(args, folder.path)

const own = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: own, description: A playbook of mine }
steps:
  - include: node
  - id: motd
    when: "{{eq host.name 'cp1'}}"
    file: { path: /etc/motd, content: hello }
`

test('playbook list names those that ship and those of the user', async () => {
  mkdirSync(join(folder.path, 'books'))
  folder.write('books/own.yaml', own)
  const { exitCode, stdout } = await run('playbook', 'list', '--playbooks', 'books')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^cluster +\S/m)
  expect(stdout).toMatch(/^own +A playbook of mine$/m)
})

test('playbook show prints all steps in order, with the included ones', async () => {
  folder.write('own.yaml', own)
  const { exitCode, stdout } = await run('playbook', 'show', './own.yaml')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^A playbook of mine\n/)
  expect(stdout.indexOf('swap-off')).toBeLessThan(stdout.indexOf('motd'))
  expect(stdout).toMatch(/^motd +file +\{\{eq host\.name 'cp1'\}\}$/m)
})

test('playbook show refuses a playbook that is not there', async () => {
  const { exitCode, stderr } = await run('playbook', 'show', 'nope')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('nodeprep playbook list shows the playbooks there are.')
})

test('a reader that has seen enough is no crash', async () => {
  const script = `{ ${words([...nodeprep, 'playbook', 'show', 'cluster'])}; echo "$?" >code; } | true; cat code`
  const { stdout, stderr } = await execa('bash', ['-c', script], { cwd: folder.path })
  expect({ stdout, stderr }).toEqual({ stdout: '0', stderr: '' })
})
