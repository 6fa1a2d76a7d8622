import { expect, test } from 'vitest'
import { prelude, preludeFor } from '../../src/program/assets.ts'

const has = (text: string, name: string) => text.includes(`\n${name}() {`)

test('a program carries the functions that its steps call, and those that these call', () => {
  const apt = preludeFor('apply', 'np_apt_update')
  expect(['np_apt_update', 'np_retry', 'np_unlocked', 'np_stand_by', 'np_write'].map((name) => has(apt, name))).toEqual(
    [true, true, true, true, true],
  )
  expect(has(apt, 'np_dnf')).toBe(false)
})

test('a program that only checks carries nothing that applies, unless a check calls it', () => {
  const check = preludeFor('check', 'np_file_is x')
  expect(['np_file_is', 'np_owed', 'np_step'].map((name) => has(check, name))).toEqual([true, true, true])
  expect(['np_write', 'np_retry', 'np_apt', 'np_leftover'].map((name) => has(check, name))).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(has(preludeFor('check', 'np_fetch_once http://x /dev/null'), 'np_fetch_once')).toBe(true)
})

test('no function of the prelude is defined twice', () => {
  const names = [...prelude().matchAll(/^(np_\w+)\(\)/gm)].map((match) => match[1])
  expect(new Set(names).size).toBe(names.length)
})

test('a library of the user is carried where it is called, in place of what ships under the same name', () => {
  const library = { own: 'greet() {\n  np_kubectl get nodes\n}\n', kubectl: 'np_kubectl() {\n  echo mine\n}\n' }
  const program = preludeFor('check', 'greet', library)
  expect(has(program, 'greet')).toBe(true)
  expect(program).toContain('echo mine')
  expect(has(program, 'np_kubectl_long')).toBe(false)
  expect(has(preludeFor('check', 'np_kubectl', undefined), 'np_kubectl_long')).toBe(true)
  expect(has(preludeFor('check', 'true', library), 'greet')).toBe(false)
})
