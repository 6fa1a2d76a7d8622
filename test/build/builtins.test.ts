import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { withBuiltins } from '../../scripts/builtins.ts'

const from = (name: string) => `globalThis.process.getBuiltinModule("${name}")`

test.each([
  ['import{readFileSync as a,statSync}from"node:fs";', `const {readFileSync:a,statSync}=${from('node:fs')};`],
  ['import a from"node:os";', `const a=${from('node:os')};`],
  ['import * as a from "node:tty";', `const a=${from('node:tty')};`],
  ['import a,{join}from"node:path";', `const a=${from('node:path')},{join}=${from('node:path')};`],
  ['var a=__require("fs");', `var a=${from('fs')};`],
  ['var a=__require("./lib");', 'var a=__require("./lib");'],
  ['import{a}from"./chunk.js";', 'import{a}from"./chunk.js";'],
])('%s', (code, taken) => {
  expect(withBuiltins(code)).toBe(taken)
})

test('what takes the process itself by its name works', () => {
  const code = withBuiltins('import process from"node:process";')
  expect(runInThisContext(`(() => { ${code} return process.pid })()`)).toBe(process.pid)
})

test('an import that cannot be turned into that ends the build', () => {
  expect(() => withBuiltins('export*from"node:fs";')).toThrow('an import that the build does not know')
})
