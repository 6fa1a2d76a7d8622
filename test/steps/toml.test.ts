import { describe, expect, test } from 'vitest'
import { raw } from '../../src/shell/sh.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { isLiteral } from '../../src/playbook/literal-keys.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { toml } from '../../src/steps/toml.ts'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const PATH = '/etc/containerd/config.toml'
const wanted = (version: number) => ({ version, plugins: { 'io.containerd.x': { y: 'z', list: ['a', 1] } } })
const one = { path: PATH, set: wanted(2) }
/** How the playbook of containerd has its host choose. */
const { choose } = loadPlaybook('containerd', [new URL('../../playbooks', import.meta.url).pathname]).steps.find(
  ({ id }) => id === 'containerd-config',
)?.params as { choose: string }
const several = { path: PATH, sets: { 2: wanted(2), 3: wanted(3), 4: wanted(4) }, choose, expected: '2' }
/** A containerd whose newest format is this. */
const containerd = (format: number) =>
  `#!/bin/sh\n[ "$*" = 'config default' ] && printf "root = '/x'\\nversion = ${format}\\n"\n`

testGolden('toml', [
  { name: 'new', params: one },
  { name: 'chosen', params: several },
])

const rule =
  'path: write an absolute path of letters, digits and `/._-`, without a template, `..`, doubled or trailing slashes'
testRefused('toml', [
  [{ ...one, path: '/etc/x y' }, rule],
  [{ ...one, path: '/etc/../x' }, rule],
  [{ ...one, path: '/etc/{{x}}' }, rule],
  [{ ...one, path: `/${'x'.repeat(255)}` }, rule],
  [{ ...one, set: { a: null } }, 'set.a: write text, a number, true or false, a list or a table'],
  [{ path: PATH }, 'set: write either `set` or `sets`'],
  [{ ...several, set: {} }, 'set: write either `set` or `sets`'],
  [{ path: PATH, sets: {} }, 'sets: write at least one table with its name'],
  [{ ...several, choose: undefined }, 'choose: write the script that chooses between `sets`'],
  [{ ...several, expected: undefined }, 'expected: write the name of one of `sets`'],
  [{ ...several, expected: '5' }, 'expected: write the name of one of `sets`'],
  [{ ...several, sets: { 2: {}, '*': {} } }, 'sets.*: write a name of letters, digits, `-`, `_` and `.`'],
  [{ ...several, sets: { 2: { a: null } } }, 'sets.2.a: write text, a number, true or false, a list or a table'],
  [{ ...one, mode: '644x' }, 'mode: write the mode as three or four octal digits in quotes: "0644"'],
])

const afterwards = (version: number, mode = '644') => `
      grep -qx 'version = ${version}' ${PATH} || cat ${PATH}
      [ "$(stat -c '%a %U %G' ${PATH})" = '${mode} root root' ] || stat ${PATH}`

testConverges([
  {
    name: 'a host that has no file gets one with the settings alone',
    prepare: 'rm -rf /etc/containerd',
    steps: [{ kind: 'toml', params: { ...one, mode: '0600' } }],
    afterwards: afterwards(2, '600'),
  },
  ...[2, 3, 4, 5].map((format) => ({
    name: `a host that has no file gets one in format ${format} of its containerd, or the newest that is known`,
    doubles: { containerd: containerd(format) },
    prepare: 'rm -rf /etc/containerd',
    steps: [{ kind: 'toml', params: several }],
    afterwards: afterwards(Math.min(format, 4)),
  })),
])

testFails([
  {
    name: 'a containerd that does not say its format',
    doubles: { containerd: '#!/bin/sh\nexit 1\n' },
    steps: [{ kind: 'toml', params: several }],
    says: 'containerd config default does not say its version: is this containerd older than 1.3?\ncannot choose between 2, 3, 4: the script of this step failed\n',
  },
  {
    name: 'a script that chooses what is not there',
    steps: [{ kind: 'toml', params: { ...several, choose: "echo '7$(touch /pwned)\"'" } }],
    says: 'the script of this step chose 7$(touch /pwned)", which is none of 2, 3, 4\n',
  },
])

const withFile = (text: string): Facts => ({ ...hosts.debian12, files: { [PATH]: text } })

/** What becomes of a file in a copy: of the step, of the same step again by what is there `then`, and the file. */
async function converged(shell: (typeof shells)[number], file: string, then: string, params: object, mode = '644') {
  const files = { 'config.toml': file }
  const step = [{ kind: 'toml', params }]
  const results = await runInCopy(
    { shell, files, prepare: `mkdir -p /etc/containerd; cp /case/config.toml ${PATH}; chmod ${mode} ${PATH}` },
    [
      { name: 'plan', text: programOf(step, withFile(file), 'check') },
      { name: 'apply', text: programOf(step, withFile(file), 'apply') },
      { name: 'again', text: programOf(step, withFile(then), 'apply') },
      { name: 'look', text: `cat ${PATH}; stat -c '%a %U %G' ${PATH}; ls /pwned` },
    ],
  )
  const output = (name: string) => results.get(name)?.output ?? ''
  expect(results.get('plan')?.changed).toBe('')
  return { outcomes: ['plan', 'apply', 'again'].flatMap((name) => outcomes(output(name))), look: output('look') }
}

test.each(shells)(
  "in %s a host's own file is changed where it has to be, with the mode that is wanted",
  async (shell) => {
    const file = `# it's mine $(touch /pwned) \\n\nversion = 2\n[plugins."io.containerd.x".auth]\npassword = 'geheim' # \`x\`\n`
    const rest = '\n[plugins."io.containerd.x"]\ny = "z"\nlist = [ "a", 1 ]\n'
    const done = await converged(shell, file, `${file}${rest}`, { ...one, mode: '0600' })
    expect(done.outcomes).toEqual(['would', 'changed', 'ok'])
    expect(done.look).toContain(`${file}${rest}600 root root\n`)
  },
)

describe('a file in which everything holds already', () => {
  const own = 'version=2\nplugins."io.containerd.x" = { list = ["a", 1], y = \'z\', more = true } # mine'

  test('is left as it is', async () => {
    expect((await converged('dash', `${own}\n`, `${own}\n`, one)).outcomes).toEqual(['ok', 'ok', 'ok'])
    expect(toml.content?.(toml.params.parse(one), withFile(`${own}\n`))).toBe(`${own}\n`)
  })

  test('is left as it is without a newline at its end, too, and gets one where its mode has to change', async () => {
    const done = await converged('dash', own, own, one)
    expect(done.outcomes).toEqual(['ok', 'ok', 'ok'])
    expect(done.look).toContain('# mine644 root root\n')
    const changed = await converged('dash', own, `${own}\n`, one, '600')
    expect(changed.outcomes).toEqual(['would', 'changed', 'ok'])
    expect(changed.look).toContain('# mine\n644 root root\n')
  })

  test('where only the host can choose, is one for the alternative that it is of', () => {
    const [step, facts] = [toml.params.parse(several), withFile(`${own}\n`)]
    const check = toml.check(step, { facts, content: raw('content'), provides: [] }).text
    expect(check).toContain('np_choose')
    expect(toml.content?.(step, facts)).toBe(`${own}\n`)
  })
})

test.each([{ choose, expected: '2' }, {}])('one alternative alone needs no host to choose it: %j', (more) => {
  const step = toml.params.parse({ path: PATH, sets: { 3: wanted(3) }, ...more })
  const env = { facts: hosts.debian12, content: raw('content'), provides: [] }
  expect(toml.check(step, env).text).not.toContain('np_choose')
  expect(toml.apply(step, env).text).toBe(`np_put content ${PATH} 0644 root root`)
  expect(toml.content?.(step, hosts.debian12)).toContain('version = 3\n')
})

test('a plan shows the alternative that is expected', () => {
  const shown = (expected: string) => toml.content?.(toml.params.parse({ ...several, expected }), hosts.debian12)
  expect(['2', '3', '4'].map((expected) => /version = \d/.exec(shown(expected) ?? '')?.[0])).toEqual([
    ...['version = 2', 'version = 3', 'version = 4'],
  ])
})

describe('a file that cannot be built upon is a mistake of the plan', () => {
  const problemOf = (text: string, more: object = {}) =>
    toml.problem?.(toml.params.parse({ ...one, ...more }), withFile(text))

  test.each([
    ['version = 2\nroot = = 1\n', 'line 2: invalid value: correct it, or move it away'],
    [`version = 2\n${'a.'.repeat(1000)}a = 1\n`, 'its tables are too deep in one another: correct it, or move it away'],
    [`# ${'x'.repeat(262_144)}`, 'it is longer than 256 KiB: move it away'],
    [`# é\n# ${Buffer.from('é', 'latin1').toString()}\n`, 'line 2: not UTF-8: correct it, or move it away'],
  ])('%#: with the file and what to do', (text, problem) => {
    expect(problemOf(text)).toBe(`${PATH}: ${problem}`)
    // Before what the playbook has against it, which knows nothing of such a file.
    expect(problemOf(text, { refusal: 'not by me' })).toBe(`${PATH}: ${problem}`)
  })

  test('with the reason of the playbook, if it has one', () => {
    expect(problemOf('version = 7\n', { refusal: 'it is of format 7: write another' })).toBe(
      `${PATH}: it is of format 7: write another`,
    )
  })

  test.each(['version = 2\n', '', ' \n'])('but not %j', (text) => {
    expect(problemOf(text)).toBeUndefined()
  })
})

test('a file that nobody has read is not taken for none', () => {
  const facts = { ...hosts.debian12, files: { toString: '' } }
  for (const path of [PATH, '/toString'])
    expect(() => toml.content?.(toml.params.parse({ ...one, path }), facts)).toThrow(
      `${path} was not read from the host`,
    )
})

test('what a kind reads is written in playbooks as it is', () => {
  const reading = [...stepKinds.values()].flatMap(({ kind, reads }) => (reads === undefined ? [] : [[kind, reads]]))
  expect(reading).toEqual([['toml', 'path']])
  for (const [kind = '', key = ''] of reading) expect(isLiteral(kind, key)).toBe(true)
})
