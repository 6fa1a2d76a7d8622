import { execa } from 'execa'
import { beforeAll, describe, expect, test } from 'vitest'
import { cli, words } from './cli.ts'

let script = ''
beforeAll(async () => {
  script = (await cli(['completion', 'bash'], '/tmp')).stdout
})

/** What bash offers after these words. */
async function offered(...line: string[]): Promise<string[]> {
  const ask = `COMP_WORDS=(nodeprep ${words(line)}); COMP_CWORD=${line.length}; _nodeprep; echo "\${COMPREPLY[*]}"`
  const { stdout } = await execa('bash', ['-c', `${script}\n${ask}`])
  return stdout.split(' ').filter((word) => word !== '')
}

describe('bash completes', () => {
  test('commands', async () => {
    expect(await offered('pl')).toEqual(['plan', 'playbook'])
  })

  test('commands below commands', async () => {
    expect(await offered('playbook', '')).toEqual(['list', 'show', 'run'])
  })

  test('flags of the command at hand', async () => {
    expect(await offered('plan', 'c.yaml', '--ou')).toEqual(['--output', '--out'])
    expect(await offered('status', 'c.yaml', '--w')).toEqual(['--watch'])
    expect(await offered('playbook', 'run', '--y')).toEqual(['--yes'])
  })

  test('words that a flag or an argument can be', async () => {
    expect(await offered('plan', '--output', '')).toEqual(['human', 'json'])
    expect(await offered('completion', 'f')).toEqual(['fish'])
  })

  test('nothing where a file stands, which leaves it to the shell', async () => {
    expect(await offered('apply', '')).toEqual([])
    expect(await offered('plan', '--out', '')).toEqual([])
  })

  test('as before when a file is called like a command', async () => {
    expect(await offered('apply', 'plan', '--kube')).toEqual(['--kubeconfig'])
  })
})

test('zsh runs the same script by its bashcompinit', async () => {
  const { stdout } = await cli(['completion', 'zsh'], '/tmp')
  expect(stdout).toMatch(/^#compdef nodeprep\n/)
  expect(stdout).toContain(script)
})

test('fish gets a line for each command and flag', async () => {
  const { stdout } = await cli(['completion', 'fish'], '/tmp')
  expect(stdout).toContain(
    `complete -c nodeprep -n '__fish_seen_subcommand_from plan' -l output -x -a 'human json' -d 'for people, or JSON for programs'\n`,
  )
  expect(stdout).toContain(`-f -a apply -d 'bring the hosts to the state in the file'\n`)
})
