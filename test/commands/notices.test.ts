import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkNames } from '../../src/config/schema/check-names.ts'
import { nodeprep, words } from './cli.ts'
import { eachInFolder } from './folder.ts'

// What a valid cluster.yaml should not go without saying reaches whoever plans or applies, not validate alone.
const folder = eachInFolder()

let server: Server
let url = ''
beforeAll(async () => {
  server = createServer((_, response) => response.end('hello\n')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
})
afterAll(() => server.close())

// This machine as the only host; nodeprep's own folders on it are hidden below.
const yaml = (kubernetes: string, more: string) => `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: here }
spec:
  kubernetes: { version: ${kubernetes} }
  ignoreChecks: [${checkNames.join(', ')}]
  ${more}
  ssh: { transport: local }
  hosts: [{ name: cp1, address: 127.0.0.1, role: control-plane }]
`

const playbook = () => `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: cluster, description: One file from a server }
steps:
  - id: file
    download: { url: "${url}", path: ${join(folder.path, 'got')} }
`

const secretDocument = `---
apiVersion: kubeadm.k8s.io/v1beta3
kind: InitConfiguration
certificateKey: ${'ab'.repeat(32)}
`

interface Case {
  readonly text: string
  readonly said: () => readonly (readonly [level: 'warning' | 'note', message: string])[]
}
const cases: Readonly<Record<string, Case>> = {
  'of versions': {
    text: `${yaml('1.30.2', 'runtime: { kind: containerd, version: 1.7.2 }')}${secretDocument}`,
    said: () => [
      ['note', 'Kubernetes 1.30 is past its end of life (2025-07-15)'],
      ['warning', 'containerd 1.7.2 is not tested with Kubernetes 1.30 upstream'],
      ['warning', 'cluster.yaml holds a secret: certificateKey of InitConfiguration'],
      ['warning', `${url} comes over plain http, where whoever is in between can replace it`],
    ],
  },
  'of mirrors': {
    text: yaml(
      '1.30.2',
      'registries: [{ host: docker.io, mirrors: [{ url: "https://m.example", capabilities: [pull] }] }]',
    ),
    said: () => [['warning', 'CRI-O asks a mirror with [pull] alone only for images named by digest']],
  },
}

async function run(args: readonly string[], text: string) {
  folder.write('c.yaml', text)
  mkdirSync(join(folder.path, 'books'), { recursive: true })
  folder.write('books/cluster.yaml', playbook())
  const hide = 'mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/lib'
  return await execa('unshare', ['-m', 'sh', '-c', `${hide} && exec ${words([...nodeprep, ...args])}`], {
    ...{ cwd: folder.path, reject: false, stdin: 'ignore' },
    env: { XDG_STATE_HOME: join(folder.path, 'state') },
  })
}

describe.each([
  ['plan', ['plan'], 4],
  ['apply', ['apply', '--yes'], 0],
] as const)('%s says what there is to say', (_, command, code) => {
  test.each(Object.entries(cases))('%s, to people', async (_name, { text, said }) => {
    const { exitCode, stdout, stderr } = await run([...command, 'c.yaml', '--playbooks', 'books'], text)
    expect(exitCode, stderr).toBe(code)
    for (const [level, message] of said())
      expect(stdout.split('\n').filter((line) => line.includes(message))).toEqual([
        expect.stringMatching(new RegExp(`^${level === 'warning' ? 'warning ' : ''}`)),
      ])
  })

  test.each(Object.entries(cases))('%s, to programs', async (_name, { text, said }) => {
    const args = [...command, 'c.yaml', '--playbooks', 'books', '--output', 'json']
    const { exitCode, stdout, stderr } = await run(args, text)
    expect(exitCode, stderr).toBe(code)
    const events = stdout.split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
    for (const [level, message] of said())
      expect(events.filter((event) => event['message']?.includes(message))).toEqual([
        expect.objectContaining({ type: 'note', level: level === 'warning' ? 'warning' : 'info' }),
      ])
  })
})
