import { leftOut, MOST_TESTS, type Area } from './areas.ts'
import { distancesFrom, type Imports } from './imports.ts'
import type { Mutant } from './mutant.ts'

/** The whole words of a text that name something: of a function, a step, a kind. */
const names = (text: string): ReadonlySet<string> => new Set(text.match(/[a-zA-Z][\w-]{3,}/g) ?? [])

/**
 * The tests that are to notice a change, nearest first: those of its area that import the module, by the number of
 * imports, or, of what no module imports, those that share most names with the changed line, its surroundings and its file. After
 * the nearest come all others of the area's first folder: what these do not notice is not noticed.
 */
export function relatedTests(
  mutant: Pick<Mutant, 'file' | 'line'>,
  area: Area,
  texts: ReadonlyMap<string, string>,
  imports: Imports,
): readonly string[] {
  const tests = [...texts.keys()].filter((file) => file.endsWith('.test.ts') && !leftOut.test(file))
  const isOwn = (test: string): boolean => area.tests.some((folder) => test.startsWith(folder))
  const rank = mutant.file.endsWith('.ts') ? byImports(mutant.file, imports) : byNames(mutant, texts)
  return tests
    .map((test) => ({ test, own: isOwn(test), far: rank(test) }))
    .filter(({ own, far }) => far !== undefined && (own || mutant.file.endsWith('.ts')))
    .toSorted((a, b) => Number(b.own) - Number(a.own) || (a.far ?? 0) - (b.far ?? 0) || (a.test < b.test ? -1 : 1))
    .map(({ test }) => test)
    .filter((test, i) => i < MOST_TESTS || test.startsWith(area.tests[0] ?? ''))
}

type Rank = (test: string) => number | undefined

function byImports(file: string, imports: Imports): Rank {
  return (test) => distancesFrom(test, imports).get(file)
}

/** Names near the change count more than those of the whole file. */
function byNames({ file, line }: Pick<Mutant, 'file' | 'line'>, texts: ReadonlyMap<string, string>): Rank {
  const lines = (texts.get(file) ?? '').split('\n')
  const before = lines.slice(0, line).reverse()
  const head = before.find((one) => /^\w+\(\)|^ {2}- (?:id:|\w+:)/.test(one)) ?? ''
  const [ours, near, all] = [
    names(`${head} ${file}`),
    names(lines.slice(line - 3, line + 2).join('\n')),
    names(lines.join('\n')),
  ]
  const common = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...some].filter((one) => others.has(one)).length
  return (test) => {
    const theirs = names(texts.get(test) ?? '')
    return -(10 * common(ours, theirs) + 3 * common(near, theirs) + common(all, theirs))
  }
}
