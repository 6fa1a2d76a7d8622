import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkTemplate } from '../../../src/playbook/templates/check-template.ts'
import { parsePlaybook } from '../../../src/playbook/loading/load.ts'
import { included } from './bad-input/included.ts'

const valid = `apiVersion: nodeprep.dev/v1alpha1
kind: Playbook
metadata: { name: test, description: a test }
steps:
  - include: good
    when: "{{eq facts.os.family 'rhel'}}"
  - id: motd
    when: true
    sensitive: true
    awaits: [join]
    provides: ["joined-{{host.name}}"]
    file:
      path: /etc/motd
      mode: 0644
      content: |
        {{#each cluster.hosts}}{{name}} {{/each}}
        {{#if facts.swap}}swap{{else}}{{default "cluster.cni.version" "none"}}{{/if}}
  - id: crio
    service: { name: crio, state: started, restartedBy: [motd] }
  - id: conf
    template: { src: crio/x.hbs, dest: /etc/x }
  - id: answers
    command: { title: it answers, check: "docker ps --format '{{.Names}}'", apply: "true", env: { A: "{{host.name}}" } }
`

function holdsItsPromise(text: string): void {
  const result = parsePlaybook(text, 'test.yaml', included)
  if ('problems' in result) expect(result.problems.length).toBeGreaterThan(0)
  else expect(Object.isFrozen(result.playbook)).toBe(true)
}

test('the playbook that is mutated below is valid', () => {
  const result = parsePlaybook(valid, 'test.yaml', included)
  expect(result).toMatchObject({ playbook: { steps: [{ id: 'overlay' }, { id: 'motd' }, {}, {}, {}] } })
})

test('arbitrary text gives problems, never an exception', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), holdsItsPromise), { numRuns: 300 })
})

test('a valid playbook with a stretch replaced gives problems or a playbook, never an exception', () => {
  const piece = fc.string({
    unit: fc.constantFrom(...Array.from('a1 \n:-{}[]"\'#|>&*/@.'), '{{', '}}', '{{#if ', 'id: '),
  })
  const edit = fc.record({ at: fc.nat(valid.length), remove: fc.nat(40), insert: piece })
  fc.assert(
    fc.property(edit, ({ at, remove, insert }) => {
      holdsItsPromise(valid.slice(0, at) + insert + valid.slice(at + remove))
    }),
    { numRuns: 500 },
  )
})

test('arbitrary braces give mistakes within the text, never an exception', () => {
  const braces = fc.string({
    unit: fc.constantFrom(
      '{{',
      '}}',
      '{{{',
      '{{#if ',
      '{{/if}}',
      '{{!',
      '{{>',
      'a',
      '.',
      '/',
      '"',
      '(',
      ')',
      '=',
      '|',
      ' ',
      '\n',
      '\\',
      '[',
    ),
  })
  fc.assert(
    fc.property(braces, (text) => {
      for (const { line, message } of checkTemplate(text)) {
        expect(message).toMatch(/^[^\n]+$/)
        expect(line).toBeLessThanOrEqual(text.split('\n').length)
      }
    }),
    { numRuns: 1000 },
  )
})
