import { expect, it } from 'vitest'
import { importsOf } from './imports.ts'
import { relatedTests } from './related.ts'

const texts = new Map([
  ['src/a.ts', "import { b } from './b.ts'"],
  ['src/b.ts', ''],
  ['src/cli.ts', "const late = () => import('./a.ts')"],
  ['test/far/a.test.ts', "import { a } from '../../src/a.ts'"],
  ['test/far/b.test.ts', "import { b } from '../../src/b.ts'"],
  ['test/near/cli.test.ts', "import { cli } from '../commands/cli.ts'"],
  ['test/near/other.test.ts', ''],
  ['test/lab/b.test.ts', "import { b } from '../../src/b.ts'"],
  ['test/commands/cli.ts', ''],
  ['lib/x.sh', 'np_other() {\n  :\n}\nnp_write() {\n  sync\n}\n'],
  ['test/near/files.test.ts', '// np_write, sync'],
])
const area = { name: 'x', files: [], tests: ['test/near/'] }

it('of a module are those that import it, its own and the nearest first; the bundle is imported by who starts it', () => {
  expect(relatedTests({ file: 'src/b.ts', line: 1 }, area, texts, importsOf(texts))).toEqual([
    ...['test/near/cli.test.ts', 'test/far/b.test.ts', 'test/far/a.test.ts'],
  ])
})

it('of shell are its own, those that name the changed function first', () => {
  expect(relatedTests({ file: 'lib/x.sh', line: 5 }, area, texts, importsOf(texts))).toEqual([
    ...['test/near/files.test.ts', 'test/near/cli.test.ts', 'test/near/other.test.ts'],
  ])
})

it('after the nearest come all others of the first folder, and none of any other', () => {
  const many = Array.from({ length: 30 }, (_, i) => [`test/near/${i + 10}.test.ts`, ''] as const)
  const others = Array.from({ length: 30 }, (_, i) => [`test/next/${i + 10}.test.ts`, 'np_write sync'] as const)
  const all = new Map([...texts, ...many, ...others])
  const found = relatedTests(
    { file: 'lib/x.sh', line: 5 },
    { ...area, tests: ['test/near/', 'test/next/'] },
    all,
    importsOf(all),
  )
  expect(found.filter((test) => test.startsWith('test/near/'))).toHaveLength(33)
  expect(found.filter((test) => test.startsWith('test/next/')).length).toBeLessThan(10)
})
