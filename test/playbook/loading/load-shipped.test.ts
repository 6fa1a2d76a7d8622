import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadInputs } from '../../../src/commands/inputs.ts'
import { loadShipped } from '../../../src/playbook/loading/load-shipped.ts'
import { clusterYaml } from '../../commands/folder.ts'

const root = join(import.meta.dirname, '../../..')

/** Modules of the code that checks, once they are loaded. */
const { loaded, noting } = vi.hoisted(() => {
  const loaded = new Set<string>()
  const noting = (name: string) => (original: () => Promise<object>) => {
    loaded.add(name)
    return original()
  }
  return { loaded, noting }
})
vi.mock('../../../src/playbook/loading/read-playbook.ts', noting('read-playbook'))
vi.mock('../../../src/playbook/templates/check-template.ts', noting('check-template'))
vi.mock('../../../src/steps/index.ts', noting('steps'))

// The sources have no shipped.json beside them: they get that of the bundle.
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  const built = new URL('../../../dist/shipped.json', import.meta.url)
  return {
    ...fs,
    readFileSync: (path: string | URL, options: 'utf8') =>
      fs.readFileSync(String(path).endsWith('/shipped.json') ? built : path, options),
  }
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodeprep-shipped-'))
  writeFileSync(join(folder, 'c.yaml'), clusterYaml)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The user's own copy of a folder of the package. */
function copyOf(name: 'playbooks' | 'templates'): string {
  cpSync(join(root, name), join(folder, name), { recursive: true })
  return join(folder, name)
}

/** A change of a file of the user's copy. */
function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`nothing to change in ${file}`)
  writeFileSync(file, changed)
}

const load = (playbook = 'cluster') =>
  loadInputs(join(folder, 'c.yaml'), playbook, {
    playbooks: join(folder, 'playbooks'),
    templates: join(folder, 'templates'),
  })
const shipped = (playbooks: string, templates = join(root, 'templates')) =>
  loadShipped('cluster', { playbooks: [playbooks], templates: [templates] })

test('playbooks that are as they were shipped load without the code that checks, and so does their copy', async () => {
  const { playbook, templates } = await load()
  expect(playbook.steps.length).toBeGreaterThan(20)
  expect(templates.size).toBeGreaterThan(3)
  copyOf('playbooks')
  copyOf('templates')
  const copied = await load()
  expect(copied.playbook.steps[0]?.source.file).toContain(folder)
  expect(copied.playbook.steps.map(({ id }) => id)).toEqual(playbook.steps.map(({ id }) => id))
  expect([...loaded]).toEqual([])
})

test('one playbook or template that was edited is enough for the checks', () => {
  const playbooks = copyOf('playbooks')
  const templates = copyOf('templates')
  expect(shipped(playbooks, templates)).toBeDefined()
  edit(join(playbooks, 'crictl.yaml'), (text) => `${text}# mine\n`)
  expect(shipped(playbooks)).toBeUndefined()
  edit(join(templates, 'crio/service.conf.hbs'), (text) => `${text}\n`)
  expect(shipped(join(root, 'playbooks'), templates)).toBeUndefined()
})

test('an edited playbook that is right gives the same steps but for the edit', async () => {
  const { playbook } = await load()
  edit(join(copyOf('playbooks'), 'crictl.yaml'), (text) => text.replace(/- id: (\S+)/, '- id: $1-mine'))
  const edited = await load()
  const ids = edited.playbook.steps.map(({ id }) => id.replace(/-mine$/, ''))
  expect(ids).toEqual(playbook.steps.map(({ id }) => id))
  expect(edited.playbook.steps.filter(({ id }) => id.endsWith('-mine'))).toHaveLength(1)
  expect([...loaded].sort()).toEqual(['check-template', 'read-playbook', 'steps'])
})

test('a playbook that is not there is said to be missing, without the checks', async () => {
  await expect(load('nothing')).rejects.toThrow('no playbook nothing in')
})

test('a template that is missing is reported, beside a mistake in an edited one', async () => {
  const templates = copyOf('templates')
  const playbooks = copyOf('playbooks')
  writeFileSync(
    join(playbooks, 'own.yaml'),
    `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: own, description: Two templates. }
steps:
  - id: a
    template: { src: own/none.hbs, dest: /etc/a }
  - id: b
    template: { src: own-b.hbs, dest: /etc/b }
`,
  )
  writeFileSync(join(templates, 'own-b.hbs'), 'one\n{{#if x}}\n')
  await expect(load('own')).rejects.toThrow(/own\.yaml:5:1 .*no template own\/none\.hbs[^]*own-b\.hbs:\d+:\d+/)
})
