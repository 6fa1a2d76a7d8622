import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const root = join(import.meta.dirname, '../..')
const folder = eachInFolder()

let host: Server
let connections = 0
/** Stands for a host: counts who connects, and hangs up. */
beforeEach(async () => {
  connections = 0
  host = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  const [, one] = /( {4}- \{ name: cp1.*\n)/.exec(clusterYaml) ?? []
  folder.write(
    'c.yaml',
    clusterYaml.replace('port: 1', `port: ${port}`).replace(/hosts:\n[^]*/, `hosts:\n${one ?? ''}`),
  )
})
afterEach(() => new Promise((resolve) => host.close(resolve)))

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`nothing to change in ${file}`)
  writeFileSync(file, changed)
}

const mistaken = (text: string): string => text.replace('- id: ', '- idd: ')
const plan = (...more: string[]) => cli(['plan', 'c.yaml', ...more], folder.path)

test('a host is connected to when the files are in order: those that are shipped, and an edited copy', async () => {
  expect((await plan()).exitCode).toBe(3)
  const once = connections
  expect(once).toBeGreaterThan(0)
  const own = join(folder.path, 'own')
  cpSync(join(root, 'playbooks'), own, { recursive: true })
  edit(join(own, 'crictl.yaml'), (text) => `# mine\n${text}`)
  expect((await plan('--playbooks', own)).exitCode).toBe(3)
  expect(connections).toBeGreaterThan(once)
})

test("mistakes in the user's copy of a playbook or template are told with their places before a host is connected to", async () => {
  const own = join(folder.path, 'own')
  cpSync(join(root, 'playbooks'), own, { recursive: true })
  edit(join(own, 'crictl.yaml'), mistaken)
  const playbook = await plan('--playbooks', own)
  expect(playbook).toMatchObject({ exitCode: 2, stdout: '' })
  expect(playbook.stderr).toMatch(/own\/crictl\.yaml:\d+:\d+ .*idd/)
  const templates = join(folder.path, 'templates')
  cpSync(join(root, 'templates'), templates, { recursive: true })
  edit(join(templates, 'kubeadm/init.yaml.hbs'), (text) => `{{#if cluster.name}}\n${text}`)
  const template = await plan('--templates', templates)
  expect(template).toMatchObject({ exitCode: 2, stdout: '' })
  expect(template.stderr).toMatch(/templates\/kubeadm\/init\.yaml\.hbs:\d+:\d+ /)
  expect(connections).toBe(0)
})

test('mistakes in a file that was changed in the package itself are told in the same way', async () => {
  const installed = join(folder.path, 'package')
  for (const name of ['dist', 'playbooks', 'templates', 'package.json'])
    cpSync(join(root, name), join(installed, name), { recursive: true })
  const run = () =>
    execa(process.execPath, [join(installed, 'dist/nodeprep.js'), 'plan', 'c.yaml'], {
      ...{ cwd: folder.path, reject: false, stdin: 'ignore', env: { XDG_STATE_HOME: join(folder.path, 'state') } },
    })
  edit(join(installed, 'playbooks/crictl.yaml'), mistaken)
  const { exitCode, stderr } = await run()
  expect({ exitCode, connections }).toEqual({ exitCode: 2, connections: 0 })
  expect(stderr).toMatch(/playbooks\/crictl\.yaml:\d+:\d+ .*idd/)
})
