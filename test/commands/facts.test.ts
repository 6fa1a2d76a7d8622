import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from './cli.ts'
import { eachInFolder } from './folder.ts'

const folder = eachInFolder()

// This machine as the only host: facts are only read.
const yaml = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: here }
spec:
  kubernetes: { version: 1.31.2 }
  ssh: { transport: local, become: { method: sudo, password: { env: SUDO_PW } } }
  hosts: [{ name: cp1, address: 127.0.0.1, role: control-plane }]
`

/** A double of sudo: asks with the prompt that it is given, and knows one password and one way to be called. */
const sudo = (password: string) => `#!/bin/sh
case "$1 $2 $3 $5 $6 $7" in '-H -S -p -- /bin/sh -c') ;; *) echo "sudo double: unexpected $*" >&2; exit 9 ;; esac
printf '%s' "$4" >&2
read -r word
[ "$word" = '${password}' ] || exit 9
shift 5
exec "$@"
`

async function factsWith(password: string) {
  folder.write('c.yaml', yaml)
  mkdirSync(join(folder.path, 'bin'))
  chmodSync(folder.write('bin/sudo', sudo(password)), 0o755)
  const PATH = `${join(folder.path, 'bin')}:${process.env['PATH']}`
  return await cli(['facts', 'c.yaml', '--output', 'json'], folder.path, { SUDO_PW: password, PATH })
}

const warning =
  'warning: the sudo password in SUDO_PW (become.password) has fewer than 4 characters: it cannot be recognised, and may be shown and logged\n'

test.each([
  ['abc', warning],
  ['abcd', ''],
])('facts with the sudo password %j says %j on stderr', async (password, said) => {
  const { exitCode, stdout, stderr } = await factsWith(password)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: said })
  expect(JSON.parse(stdout)).toHaveProperty('cp1.uid', 0)
})
