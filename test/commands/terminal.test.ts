import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { checkNames } from '../../src/config/schema/check-names.ts'
import { nodeprep, words } from './cli.ts'
import { eachInFolder } from './folder.ts'

const folder = eachInFolder()

// This machine as the only host; nodeprep's own folders on it are hidden below.
const cluster = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: here }
spec:
  kubernetes: { version: 1.31.2 }
  ignoreChecks: [${checkNames.join(', ')}]
  ssh: { transport: local }
  hosts: [{ name: cp1, address: 127.0.0.1, role: control-plane }]
`

function playbook(): string {
  return `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: own, description: One file }
steps:
  - id: greeting
    file: { path: ${join(folder.path, 'greeting')}, content: hello }
`
}

const question = 'Make these changes? [y/N] '

/** Runs nodeprep on a terminal of its own of 80×24 and types `answer` once it is asked; what the terminal got. */
async function onTerminal(args: readonly string[], answer = '', env: Record<string, string> = {}) {
  const hide = 'mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/lib'
  const inside = `stty cols 80 rows 24 && exec ${words([...nodeprep, ...args])}`
  const script = `${hide} && exec script -qec ${words([inside])} /dev/null`
  const running = execa('unshare', ['-m', 'sh', '-c', script], {
    ...{ cwd: folder.path, reject: false, stripFinalNewline: false },
    // A user's terminal is not a CI system's, of which Node expects no colours.
    env: { XDG_STATE_HOME: join(folder.path, 'state'), TERM: 'xterm', CI: undefined, NO_COLOR: undefined, ...env },
  })
  let screen = ''
  running.stdout.on('data', (chunk: Buffer) => {
    const asked = screen.includes(question)
    screen += chunk.toString('utf8').replaceAll('\r\n', '\n')
    if (!asked && screen.includes(question)) running.stdin.write(answer)
  })
  const { exitCode } = await running
  return { exitCode, screen }
}

async function run(answer: string, ...flags: string[]) {
  folder.write('c.yaml', cluster)
  folder.write('own.yaml', playbook())
  return await onTerminal(['playbook', 'run', './own.yaml', 'c.yaml', ...flags], answer)
}

const greeting = () => join(folder.path, 'greeting')

test('on a terminal apply shows what would change and asks; a yes does it', async () => {
  const { exitCode, screen } = await run('y\n')
  expect(exitCode).toBe(0)
  expect(screen).toMatch(/\+\+\+ .*greeting/)
  expect(screen.indexOf('+hello')).toBeLessThan(screen.indexOf(question))
  expect(screen).toContain('1 changed')
  expect(readFileSync(greeting(), 'utf8')).toBe('hello\n')
})

test.each(['n\n', '\n', '\u0004'])('any other answer than yes, such as %j, changes nothing', async (answer) => {
  const { exitCode, screen } = await run(answer)
  expect(screen).toContain(question)
  expect(exitCode).not.toBe(0)
  expect(existsSync(greeting())).toBe(false)
})

test('Ctrl-C at the question ends it with 130 and changes nothing', async () => {
  const { exitCode, screen } = await run('\u0003')
  expect(screen).toContain('interrupted before anything was changed')
  expect(exitCode).toBe(130)
  expect(existsSync(greeting())).toBe(false)
})

test('with --yes nothing is asked', async () => {
  const { exitCode, screen } = await run('', '--yes')
  expect(exitCode).toBe(0)
  expect(screen).not.toContain(question)
  expect(existsSync(greeting())).toBe(true)
})

test('with JSON for a program nothing is asked, terminal or not: without --yes it changes nothing', async () => {
  const { exitCode, screen } = await run('', '--output', 'json')
  expect([exitCode, existsSync(greeting())]).toEqual([2, false])
  expect(screen).not.toContain(question)
  expect((await run('', '--output', 'json', '--yes')).exitCode).toBe(0)
  expect(existsSync(greeting())).toBe(true)
})

test('with nothing to do nothing is asked', async () => {
  await run('', '--yes')
  const { exitCode, screen } = await run('')
  expect(exitCode).toBe(0)
  expect(screen).not.toContain(question)
})

test('errors are red on a terminal, unless NO_COLOR is set', async () => {
  const red = '\u001B[31merror:\u001B[39m cannot read nope.yaml'
  expect((await onTerminal(['validate', 'nope.yaml'])).screen).toContain(red)
  const { screen } = await onTerminal(['validate', 'nope.yaml'], '', { NO_COLOR: '1' })
  expect(screen).toContain('error: cannot read nope.yaml')
  expect(screen).not.toContain('\u001B')
})
