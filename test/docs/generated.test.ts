import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pages } from '../../scripts/docs/pages.ts'
import { clusterJsonSchema } from '../../src/config/json-schema.ts'
import type { JsonSchema } from '../../src/validation/input-schema.ts'
import { playbookJsonSchema } from '../../src/playbook/loading/json-schema.ts'

test.each([...pages()])('docs/%s is what `npm run docs` writes', (path, text) => {
  expect(readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8')).toBe(text)
})

/** Paths of all properties that lack a description. */
function undescribed(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, ...rest } = schema as JsonSchema
  const missing = Object.entries(properties).flatMap(([key, value]) => [
    ...(typeof value === 'object' && (value.description ?? '') !== '' ? [] : [`${path}.${key}`]),
    ...undescribed(value, `${path}.${key}`),
  ])
  return [...missing, ...Object.values(rest).flatMap((value) => undescribed(value, path))]
}

test('every key of cluster.yaml has a description for editors', () => {
  expect(undescribed(clusterJsonSchema().else)).toEqual([])
})

test('every key of a playbook has a description for editors, step kinds apart', () => {
  expect(undescribed(playbookJsonSchema()).filter((path) => /^\.steps\.\w+\./.test(path))).toEqual([])
})

test.each(['cluster', 'playbook', 'operation'])('the schema of a %s has all that it refers to', (name) => {
  const text = readFileSync(new URL(`../../docs/schema/${name}.schema.json`, import.meta.url), 'utf8')
  const { definitions = {} } = JSON.parse(text) as { definitions?: object }
  const named = [...text.matchAll(/"\$ref": "(.*)"/g)].map(([, reference = '']) => reference)
  expect(named.filter((reference) => !Object.hasOwn(definitions, reference.replace('#/definitions/', '')))).toEqual([])
})
