import { expect, test } from 'vitest'
import { jsonLine, jsonLinesReporter } from '../../src/report/json-lines.ts'
import { eventfulApply } from './events.ts'
import { written } from './written.ts'

test('every event is one line of JSON, and nothing else is written', async () => {
  const events = eventfulApply()
  const text = await written(jsonLinesReporter, events)
  const lines = text.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(events)))
})

test('a terminal sees no control character in it', () => {
  const line = jsonLine({ text: '\u001B[31m\u009B31m\u007F\u202E\u2066\n' })
  expect(line).toBe('{"text":"\\u001b[31m\\u009b31m\\u007f\\u202e\\u2066\\n"}\n')
  expect(JSON.parse(line)).toEqual({ text: '\u001B[31m\u009B31m\u007F\u202E\u2066\n' })
})
