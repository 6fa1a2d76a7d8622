import { expect, test } from 'vitest'
import { formatProblem } from '../../../../src/yaml/problem.ts'
import { parsePlaybook } from '../../../../src/playbook/loading/load.ts'
import { readCases } from '../../../config/bad-input/read-cases.ts'
import { included } from './included.ts'

test.each(readCases(new URL('playbook.txt', import.meta.url)))('$name is refused', ({ text, expected }) => {
  const result = parsePlaybook(text, 'test.yaml', included)
  expect('problems' in result ? result.problems.map(formatProblem).join('\n') : 'no problem').toBe(expected)
})
