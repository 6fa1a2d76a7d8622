import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, test } from 'vitest'
import { fitting } from '../../src/commands/status-screen.ts'
import { cli, nodeprep } from './cli.ts'
import { eachInFolder } from './folder.ts'

const folder = eachInFolder()

// This machine as the only host, which is no node and has no systemd: it is only looked at.
const yaml = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: here }
spec:
  kubernetes: { version: 1.36.2 }
  ssh: { transport: local }
  hosts: [{ name: cp1, address: 127.0.0.1, role: control-plane }]
`

describe('status', () => {
  it('is a table, or one object of JSON, with the same exit code', async () => {
    folder.write('c.yaml', yaml)
    const human = await cli(['status', 'c.yaml'], folder.path)
    expect([human.exitCode, human.stderr]).toEqual([4, ''])
    expect(human.stdout).toMatch(/^HOST {2}ROLE .*\ncp1 {3}control-plane {2}NotJoined /)
    expect(human.stdout).toContain('run nodeprep apply c.yaml.\n')
    const json = await cli(['status', 'c.yaml', '--output', 'json'], folder.path)
    expect(json.stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 4, hosts: [{ name: 'cp1', status: 'NotJoined' }] })
  })

  it('says what is wrong with its inputs before it meets a host', async () => {
    folder.write('c.yaml', yaml.replace('role: control-plane', 'role: master'))
    expect(await cli(['status', 'c.yaml'], folder.path)).toMatchObject({ exitCode: 2, stdout: '' })
    folder.write('c.yaml', yaml)
    const limited = await cli(['status', 'c.yaml', '--limit', 'w9'], folder.path)
    expect([limited.exitCode, limited.stdout]).toEqual([2, ''])
    expect(limited.stderr).toContain('--limit: no host w9 in the cluster')
  })

  it.each([
    ['SIGINT', ['--output', 'json'], /^\{.*\}\n$/],
    ['SIGTERM', [], /^\S+Z, again in 5 s; Ctrl-C ends this\n\nHOST /],
  ] as const)(
    '--watch writes one after the other into a pipe, and ends with 130 by %s',
    async (signal, flags, said) => {
      folder.write('c.yaml', yaml)
      const [program, ...first] = nodeprep
      const child = execa(program, [...first, 'status', 'c.yaml', '--watch', ...flags], {
        ...{ cwd: folder.path, reject: false, stripFinalNewline: false, stdin: 'ignore' },
        env: { XDG_STATE_HOME: join(folder.path, 'state') },
      })
      child.stdout.once('data', () => setTimeout(() => child.kill(signal), 300))
      const { exitCode, stdout, stderr } = await child
      expect([exitCode, stderr]).toEqual([130, ''])
      expect(stdout).toMatch(said)
    },
  )
})

test.each([
  ['all', ['a', 'b', 'c'], 80, 4, ['a', 'b', 'c']],
  ['what there is room for', ['a', 'b', 'c', 'd'], 80, 4, ['a', 'b', '… 2 more lines']],
  ['broken lines as what they take', ['a'.repeat(21), 'b', 'c'], 10, 4, ['… 3 more lines']],
  ['wide characters as two columns', ['北京北京北京', 'b', 'c'], 10, 4, ['北京北京北京', '… 2 more lines']],
  ['colours as nothing', ['\u001B[31maaaaaaaaaa\u001B[39m', 'b'], 10, 3, ['\u001B[31maaaaaaaaaa\u001B[39m', 'b']],
] as const)('a screen shows %s', (_, lines, columns, rows, shown) => {
  expect(fitting(lines, columns, rows)).toEqual(shown)
})
