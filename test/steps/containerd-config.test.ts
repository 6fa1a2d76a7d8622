import { expect, test } from 'vitest'
import { raw } from '../../src/shell/sh.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, kindOf, outcomes, programOf } from './copy/plan.ts'
import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const PATH = '/etc/containerd/config.toml'
const wanted = (version: number) => ({ version, plugins: { 'io.containerd.x': { y: 'z', list: ['a', 1] } } })
const params = { expected: 2, formats: { 2: wanted(2), 3: wanted(3), 4: wanted(4) } }
/** A containerd whose newest format is this. */
const containerd = (format: number) =>
  `#!/bin/sh\n[ "$*" = 'config default' ] && printf "root = '/x'\\nversion = ${format}\\n"\n`

testGolden('containerdConfig', [{ name: 'new', params }])

testRefused('containerdConfig', [
  [{ ...params, expected: 5 }, 'expected: Invalid input'],
  [
    { ...params, formats: { ...params.formats, 2: { a: null } } },
    'formats.2.a: write text, a number, true or false, a list or a table',
  ],
])

testConverges(
  [2, 3, 4, 5].map((format) => ({
    name: `a host that has no file gets one in format ${format} of its containerd, or the newest that is known`,
    doubles: { containerd: containerd(format) },
    prepare: 'rm -rf /etc/containerd',
    steps: [{ kind: 'containerdConfig', params }],
    afterwards: `
      grep -qx 'version = ${Math.min(format, 4)}' ${PATH} || cat ${PATH}
      [ "$(stat -c '%a %U %G' ${PATH})" = '644 root root' ] || stat ${PATH}`,
  })),
)

testFails([
  {
    name: 'a containerd that does not say its format',
    doubles: { containerd: '#!/bin/sh\nexit 1\n' },
    steps: [{ kind: 'containerdConfig', params }],
    says: 'containerd config default does not say its version: is this containerd older than 1.3?',
  },
])

const withFile = (config: string): Facts => ({
  ...hosts.debian12,
  containerd: { format: 2 },
  files: { [PATH]: config },
})

test.each(shells)(
  "in %s a host's own file is changed where it has to be, for root alone where it holds an account",
  async (shell) => {
    const config = `# it's mine $(touch /pwned) \\n\nversion = 2\n[plugins."io.containerd.x".auth]\npassword = 'geheim' # \`x\`\n`
    const facts = withFile(config)
    const steps = [{ kind: 'containerdConfig', params }]
    const files = { 'config.toml': config }
    const results = await runInCopy(
      { shell, files, prepare: `mkdir -p /etc/containerd; cp /case/config.toml ${PATH}` },
      [
        { name: 'apply', text: programOf(steps, facts, 'apply') },
        { name: 'again', text: programOf(steps, facts, 'apply') },
        { name: 'look', text: `cat ${PATH}; stat -c %a ${PATH}; ls /pwned` },
      ],
    )
    expect(outcomes(results.get('apply')?.output ?? '')).toEqual(['changed'])
    expect(outcomes(results.get('again')?.output ?? '')).toEqual(['ok'])
    const rest = '\n[plugins."io.containerd.x"]\ny = "z"\nlist = [ "a", 1 ]\n'
    expect(results.get('look')?.output).toContain(`${config}${rest}600\n`)
  },
)

test('a file that cannot be built upon is a mistake of the plan', () => {
  const kind = kindOf('containerdConfig')
  const step = kind.params.parse(params)
  expect(kind.problem?.(step, withFile('version = '))).toMatch(/^\/etc\/containerd\/config\.toml: line 1: /)
  expect(kind.problem?.(step, withFile('version = 2\n'))).toBeUndefined()
})

test('where everything holds already, nothing is written', () => {
  const kind = kindOf('containerdConfig')
  const step = kind.params.parse(params)
  const config = 'version=2\nplugins."io.containerd.x" = { list = ["a", 1], y = \'z\', more = true }\n'
  const facts = withFile(config)
  expect(kind.content?.(step, facts)).toBe(config)
  const env = { facts, content: raw('content'), provides: [] }
  expect(kind.check(step, env).text).not.toContain('containerd config default')
})
