import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCluster } from '../../src/config/load.ts'
import { NodeprepError } from '../../src/errors.ts'
import { clusterTemplate } from '../../src/config/init-template.ts'
import { parseYaml } from '../../src/yaml/parse.ts'

const surroundings = {
  home: '/home/me',
  readManifest: () => {
    throw new NodeprepError('invalid-input', 'there is no such file')
  },
}

/** Every problem has a place in the text, and a message of one line; a cluster comes with no problems. */
function holdsItsPromise(text: string): void {
  const result = parseCluster(text, 'cluster.yaml', surroundings)
  if ('cluster' in result) {
    expect(Object.isFrozen(result.cluster)).toBe(true)
    return
  }
  expect(result.problems.length).toBeGreaterThan(0)
  const lines = text.split(/\r\n|\n|\r/)
  for (const { line, column, message } of result.problems) {
    expect(message).toMatch(/^[^\n]+$/)
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1)
  }
}

const valid = `${clusterTemplate().replace(/^( *)# (?=(\w+: |- \{|---$))/gm, '$1')}---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
networking: { podSubnet: 10.244.0.0/16 }
`
const yamlish = fc.string({
  unit: fc.constantFrom(
    ...Array.from('aA1 \n\t:-?{}[],&*!|>\'"%@`#<=.~\\0\r'),
    ': ',
    '- ',
    '\n  ',
    '---\n',
    '&a ',
    '*a',
    '<<: ',
  ),
})

test('the file that is mutated below is valid', () => {
  expect(parseCluster(valid, 'cluster.yaml', surroundings)).toHaveProperty('cluster.documents.length', 2)
})

test('arbitrary text gives problems, never an exception', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), yamlish), holdsItsPromise), { numRuns: 500 })
})

test('a valid file with a stretch replaced gives problems or a cluster, never an exception', () => {
  const edit = fc.record({ at: fc.nat(valid.length), remove: fc.nat(40), insert: fc.oneof(yamlish, fc.string()) })
  const mutated = fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), valid),
    )
  fc.assert(fc.property(mutated, holdsItsPromise), { numRuns: 300 })
})

test('any value in the place of any other gives problems or a cluster, never an exception', () => {
  const places = [...valid.matchAll(/(?<=: )[\w./~-]+/g)].map((match) => [match.index, match[0].length] as const)
  const value = fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('[]', '{}', '~', '1e400', '-0', '0x1F', '.nan', '""'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...places), value, ([start, length], inserted) => {
      holdsItsPromise(valid.slice(0, start) + inserted + valid.slice(start + length))
    }),
    { numRuns: 300 },
  )
})

test('aliases that unfold beyond all measure are refused in one message', () => {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`)
  const { problems } = parseYaml(['a0: &a0 [x]', ...levels].join('\n'), 'cluster.yaml')
  expect(problems.map(({ message }) => message)).toEqual(['aliases unfold to more than 100000 values'])
})

test('a file of more than 1 MiB is refused before it is parsed', () => {
  const { problems } = parseYaml('a: "'.padEnd(1024 * 1024 + 1, 'x'), 'cluster.yaml')
  expect(problems.map(({ message }) => message)).toEqual(['the file is larger than 1 MiB'])
})
