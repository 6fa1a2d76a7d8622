import { execFileSync } from 'node:child_process'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleStarter } from './areas.ts'
import type { Copy } from './copy.ts'
import { distancesFrom, type Imports } from './imports.ts'
import { mutated, type Mutant } from './mutant.ts'
import type { Tester } from './tester.ts'

export interface Trial {
  readonly mutant: Mutant
  /** The test that noticed, undefined if none did. */
  readonly killedBy: string | undefined
  /** It did not end: on a machine that has become much busier that can mean nothing. */
  readonly hung: boolean
  readonly seconds: number
}

/** Shows one change to test files, in order, until one notices. A test that fails without the change is no witness. */
export async function tryMutant(
  mutant: Mutant,
  tests: readonly string[],
  { copy, tester, imports }: { readonly copy: Copy; readonly tester: Tester; readonly imports: Imports },
): Promise<Trial> {
  const began = Date.now()
  const source = copy.texts.get(mutant.file) ?? ''
  const put = (text: string): void => {
    writeFileSync(join(copy.folder, mutant.file), text)
    tester.changed(mutant.file)
  }
  let killedBy: string | undefined
  let hung = false
  for (const test of tests) {
    const usual = await tester.usual(test)
    if (usual === undefined) continue
    put(mutated(source, mutant))
    const built = !distancesFrom(test, imports).has(bundleStarter.module) || build(copy.folder)
    const verdict = built ? await tester.run(test, usual) : 'failed'
    put(source)
    if (verdict === 'passed') continue
    killedBy = test
    hung = verdict === 'hung'
    break
  }
  return { mutant, killedBy, hung, seconds: Math.round((Date.now() - began) / 1000) }
}

/** Makes the bundle of what is there now; false if that fails. */
export function build(folder: string): boolean {
  try {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'ignore' })
    // Later than any change, so that the tests' own set-up leaves it alone.
    utimesSync(join(folder, 'dist/THIRD-PARTY-NOTICES'), 4e9, 4e9)
    return true
  } catch {
    return false
  }
}
