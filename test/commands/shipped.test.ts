import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { readShipped } from '../../scripts/shipped.ts'
import { shippedOperations } from '../../src/commands/shipped-operations.ts'
import { facts } from '../report/events.ts'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const root = join(import.meta.dirname, '../..')
const folder = eachInFolder()
const fromSources = (...args: string[]) =>
  execa(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), ...args], { cwd: root })

test('the bundle holds what the build made of each playbook and template', () => {
  const built = JSON.parse(readFileSync(join(root, 'dist/shipped.json'), 'utf8')) as unknown
  expect(built).toEqual(JSON.parse(JSON.stringify(readShipped(root))))
  const files = readdirSync(join(root, 'playbooks')).filter((name) => name.endsWith('.yaml'))
  // All but the operations.
  expect(Object.keys(readShipped(root).playbooks)).toHaveLength(files.length - shippedOperations.length)
})

test('a program made of them is the one that is made of the files', async () => {
  const file = folder.write('c.yaml', clusterYaml)
  const known = folder.write('facts.json', JSON.stringify(facts))
  const args = ['render', file, '--host', 'cp1', '--facts', known]
  const { stdout } = await cli(args, folder.path)
  expect(stdout.length).toBeGreaterThan(50_000)
  expect(stdout.trimEnd()).toBe((await fromSources(...args)).stdout)
})

test('a playbook that was changed is read anew, with its mistakes', async () => {
  const own = join(folder.path, 'playbooks')
  cpSync(join(root, 'playbooks'), own, { recursive: true })
  const crictl = readFileSync(join(own, 'crictl.yaml'), 'utf8')
  const file = folder.write('c.yaml', clusterYaml)
  const known = folder.write('facts.json', JSON.stringify(facts))
  const render = () => cli(['render', file, '--host', 'cp1', '--facts', known, '--playbooks', own], folder.path)
  expect((await render()).exitCode).toBe(0)
  writeFileSync(join(own, 'crictl.yaml'), crictl.replace('- id: ', '- idd: '))
  const { exitCode, stderr } = await render()
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('crictl.yaml:') as string })
  // Of a mistake among several files, the place in one that the build has read is told, too.
  writeFileSync(join(own, 'crictl.yaml'), crictl.replaceAll(/- id: .*/g, '- id: kubelet'))
  expect((await render()).stderr).toMatch(/kubernetes\.yaml:\d+:\d+ steps\.\d+\.id: "kubelet" is already the id/)
})
