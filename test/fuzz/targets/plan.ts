import { readFileSync } from 'node:fs'
import { parsePlan } from '../../../src/bound-plan/plan-document.ts'
import { MAX_JSON_SIZE } from '../../../src/validation/parse-json.ts'
import { decodeText } from '../../../src/yaml/read-text.ts'
import { observe, requireSame } from '../../../src/bound-plan/plan-file.ts'
import { clusterOf } from '../../kubernetes/fixtures.ts'
import { hostileValues } from '../hostile.ts'
import { outcomeOf } from '../judge.ts'
import { demand, type Target } from '../target.ts'
import { hostsOf, planAndCompile } from './inputs.ts'

const cluster = clusterOf()
const plan = observe(planAndCompile(cluster, hostsOf(cluster)), new Map(), (text) => text)
const documentOf = (indent: number) =>
  JSON.stringify(
    { nodeprep: 'plan', version: 1, inputs: { cluster: '../c.yaml', playbook: 'cluster' }, plan },
    null,
    indent,
  )

export const jsonWords = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\u0000',
    '\\ud800',
    'null',
    'true',
    '1e999',
    '-0',
    '"a":1,',
    '"__proto__":{},',
  ],
  ...[
    '"constructor": 1,',
    '"hosts": {},',
    '"plan": null,',
    '[[[[[[[[[[',
    '{"a":{"a":{"a":',
    '"../../../etc/passwd"',
    '"limit": ["x"],',
  ],
  ...hostileValues.map((value) => JSON.stringify(value)),
]

export const planFile: Target = {
  name: 'plan-file',
  seeds: () => [documentOf(2), documentOf(0), readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')],
  words: jsonWords,
  run: (input) =>
    outcomeOf({ 'p.json': input.toString('utf8') }, () => {
      const document = parsePlan(decodeText(input, 'p.json', MAX_JSON_SIZE), 'p.json')
      demand(!/\p{Cc}/u.test(document.inputs.cluster), 'a path with control characters')
      demand(/^[a-z0-9-]+$/.test(document.inputs.playbook), 'a playbook that is a path')
      requireSame(document.plan, plan)
      return 'still holds'
    }),
}
