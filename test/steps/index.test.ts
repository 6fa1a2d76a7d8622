import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { withFiles } from '../../src/facts/files.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { hosts } from './copy/plan.ts'

const kinds = [...stepKinds.values()]

test('every kind goes by its own name and says what it is for', () => {
  for (const [name, kind] of stepKinds) {
    expect(kind.kind).toBe(name)
    expect(kind.description.length).toBeGreaterThan(20)
  }
})

test.each(kinds)('the example of $kind is a playbook entry that its parameters accept', (kind) => {
  const entry = load(kind.example) as Record<string, unknown>
  const params = kind.params.parse(entry[kind.kind])
  expect(kind.title(params)).toMatch(/^[^\n]+$/)
  const reads = kind.reads === undefined ? [] : [(params as Record<string, string>)[kind.reads] ?? '']
  const facts = withFiles(hosts.debian12, reads)
  const content = kind.content?.(params, facts)
  if (content !== undefined) {
    expect(content).toMatch(/\n$/)
    expect(kind.path?.(params, facts)).toMatch(/^\//)
  }
})

test.each(kinds)('every parameter of $kind is described', ({ params }) => {
  const schema = z.toJSONSchema(params, { io: 'input', target: 'draft-7' })
  for (const property of Object.values(schema.properties ?? {})) {
    expect(property).toHaveProperty('description')
  }
})
