import { expect, test } from 'vitest'
import { parseCluster } from '../../../src/config/load.ts'
import { formatProblem } from '../../../src/yaml/problem.ts'
import { NodeprepError } from '../../../src/errors.ts'
import { readCases } from './read-cases.ts'

const surroundings = {
  home: '/home/me',
  readManifest: (path: string) => {
    throw new NodeprepError('invalid-input', `cannot read ${path}: there is no such file`)
  },
}

test.each(readCases(new URL('cluster.txt', import.meta.url)))('$name is refused', ({ text, expected }) => {
  const result = parseCluster(text, '/etc/np/cluster.yaml', surroundings)
  const printed = 'problems' in result ? result.problems.map(formatProblem).join('\n') : 'no problem'
  expect(printed.replaceAll('/etc/np/', '')).toBe(expected)
})
