import { execa } from 'execa'
import { expect, test } from 'vitest'
import { rootCommand } from '../../src/runner/session/root-command.ts'
import { cli } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'

const folder = eachInFolder()
const run = (...args: string[]) => cli(args, folder.path)

/** A cluster whose hosts have these settings of ssh. */
function given(...ssh: readonly string[]): void {
  const hosts = ssh.map(
    (one, i) =>
      `    - { name: h${i}, address: 127.0.0.${i + 1}, role: ${i === 0 ? 'control-plane' : 'worker'}, ssh: ${one} }\n`,
  )
  folder.write('c.yaml', clusterYaml.replace(/ {4}- [^]*/, hosts.join('')))
}

test('render --sudoers prints what sudo must allow, and visudo accepts it', async () => {
  given('{ user: ops, become: { password: ask } }', '{ user: deploy }', '{ user: root }')
  const { exitCode, stdout, stderr } = await run('render', 'c.yaml', '--sudoers')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchInlineSnapshot(`
    "# What nodeprep has to be allowed on h0, h1 of cluster demo. To install it there, as root:
    #   visudo -cf FILE && install -o root -g root -m 0440 FILE /etc/sudoers.d/nodeprep
    # The command does what it is told over its stdin: whoever may run it may do whatever root may.
    # sudo-rs does not support the settings in the line that starts with Defaults: leave that line out on its hosts.
    Cmnd_Alias NODEPREP = /bin/sh -c echo\${IFS}nodeprep\${IFS}is\${IFS}root;read\${IFS}-r\${IFS}l;eval\${IFS}"$l"
    Defaults!NODEPREP !requiretty, !log_input
    ops ALL = (root) PASSWD: NODEPREP
    deploy ALL = (root) NOPASSWD: NODEPREP
    "
  `)
  await execa('visudo', ['-cf', folder.write('sudoers', stdout)])
})

test('case 17: sudo-rs, which splits the arguments of a rule at blanks, gets a rule that fits the command', async () => {
  given('{ user: ops }')
  const { stdout } = await run('render', 'c.yaml', '--sudoers')
  const [, rule = ''] = /^Cmnd_Alias NODEPREP = (.*)$/m.exec(stdout) ?? []
  expect(rule.split(/\s+/)).toEqual(rootCommand)
  // What it would take for the end of a word, or refuse unescaped.
  expect(rule).not.toMatch(/[\\,:=#]/)
  expect(stdout).toContain('sudo-rs does not support')
})

test('render --sudoers --host prints the rule of that host', async () => {
  given('{ user: ops, become: { password: ask } }', '{ user: ops }')
  expect((await run('render', 'c.yaml', '--sudoers', '--host', 'h1')).stdout).toContain('\nops ALL = (root) NOPASSWD:')
  expect((await run('render', 'c.yaml', '--sudoers', '--host', 'h0')).stdout).toContain('\nops ALL = (root) PASSWD:')
})

test.each(['DOM\\ops', 'ops@dom', 'o.p-s_1$'])('a user called %s is written as sudoers has it', async (user) => {
  given(`{ user: '${user}' }`)
  const { stdout } = await run('render', 'c.yaml', '--sudoers')
  await execa('visudo', ['-cf', folder.write('sudoers', stdout)])
})

test.each([
  [['{ user: ops, become: { password: ask } }', '{ user: ops }'], [], 'gives a password on some hosts'],
  [['{ user: root }'], [], 'no host of the cluster uses sudo'],
  [['{ user: root }', '{ user: ops }'], ['--host', 'h0'], 'h0 does not use sudo'],
  [['{ user: ops }'], ['--host', 'h7'], 'no host h7'],
])('render --sudoers of %j %j is refused', async (hosts, args, message) => {
  given(...hosts)
  const { exitCode, stderr } = await run('render', 'c.yaml', '--sudoers', ...args)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(message)
})
