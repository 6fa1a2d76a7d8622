import { expect, test } from 'vitest'
import { errorText } from '../../src/report/error-text.ts'

test('an error is its message and what to do about it', () => {
  const text = errorText({
    code: 'invalid-input',
    message: 'cannot read c.yaml: there is no such file',
    remedy: 'Write one.',
  })
  expect(text).toBe('error: cannot read c.yaml: there is no such file\n  Write one.\n')
})

test('without a remedy it is the message alone', () => {
  expect(errorText({ code: 'busy', message: 'busy', remedy: undefined })).toBe('error: busy\n')
})

test('a fault of nodeprep itself is owned up to', () => {
  const text = errorText({ code: 'internal', message: 'x is not a function', remedy: 'The log is /l.' })
  expect(text).toMatch(
    /^error: internal: x is not a function\n {2}This should not have happened.*\n {2}The log is \/l\.\n$/,
  )
})

test('what a host said in it cannot act on the terminal', () => {
  expect(errorText({ code: 'become-failed', message: 'sudo: \u001B[2Jno', remedy: undefined })).toBe(
    'error: sudo: no\n',
  )
})
