import type { Mutation } from './mutant.ts'

/** What is looked for in a line, and what stands for it. */
const swaps: readonly (readonly [what: RegExp, other: (found: string) => string, kind: string])[] = [
  [/ -(?:eq|ne|lt|le|gt|ge) /g, (found) => comparisons[found.trim()] ?? found, 'operator'],
  [/(?<=\[ [^\]]*) !?= (?=[^\]]*\])/g, (found) => (found === ' = ' ? ' != ' : ' = '), 'operator'],
  [/ (?:&&|\|\|)(?= |$)/g, (found) => (found === ' &&' ? ' ||' : ' &&'), 'operator'],
  [/\[ ! /g, () => '[ ', 'negation'],
  [/\[ (?!!)/g, () => '[ ! ', 'negation'],
  [/ \|\| (?:return|exit|continue|break)(?: \d)?(?=$|;| })/g, () => '', 'way out left out'],
  [/ --?[a-zA-Z][\w-]*(?:=[^\s"'`;)]+)?(?=[ ;)]|$)/g, () => '', 'flag left out'],
  [/(?<=[ =])\d{1,3}(?=[ ;)]|$)/g, (found) => String(Number(found) + 1), 'number'],
]
const comparisons: Readonly<Record<string, string>> = {
  '-eq': ' -ne ',
  '-ne': ' -eq ',
  '-lt': ' -le ',
  '-le': ' -lt ',
  '-gt': ' -ge ',
  '-ge': ' -gt ',
}

/** Words for people, which a wrong change of behaviour is none of: from them to the end of the command. */
const WORDS = /(?:np_(?:say|warn|fail|event say)|echo|printf '%s\\n') ["'].*$|np_sure "[^"]*"|^#.*$|^\s*#.*$| # .*$/g

const inside = (line: string): ((at: number) => boolean) => {
  const spans = [...line.matchAll(WORDS)].map(({ index, 0: { length } }) => [index + 1, index + length] as const)
  return (at) => spans.some(([from, to]) => at >= from && at < to)
}

/** A line that says something and does no more. */
const speaks = /^\s*(?:\S*\) )?(?:np_say|np_warn|echo ['"])/
/** What follows is how long something may take, or keeps a program from talking. */
const patience = /(?:np_wait|np_nap|np_retry|sleep|timeout|head -n|-m|LIMIT=|limit=) ?$/
const silent = /^ -q?s?$|^ --(?:quiet|silent)$/
/** Without these nothing that a shell can read remains. */
const frame = /^\s*(?:then|else|fi|do|done|esac|;;|\{|\}|\)|main)\b|^\s*[{}]|\\$/

/** Small wrong changes of shell text, which begins at an offset of its file. */
export function shellMutations(text: string, offset = 0): readonly Mutation[] {
  const found: Mutation[] = []
  let at = offset
  for (const line of text.split('\n')) {
    const start = at
    at += line.length + 1
    if (/^\s*(?:#|$)/.test(line)) continue
    if (!speaks.test(line) && !frame.test(line)) found.push({ start, end: at, text: '', kind: 'line left out' })
    const isWords = inside(line)
    // A flag of a test is its operator.
    const inTest = (index: number) => /(?:^|[^[])\[ [^\]]*$/.test(line.slice(0, index + 1))
    for (const [what, other, kind] of swaps) {
      for (const { index, 0: word } of line.matchAll(what)) {
        if (isWords(index) || (kind === 'flag left out' && (inTest(index) || silent.test(word)))) continue
        if (kind === 'number' && patience.test(line.slice(0, index))) continue
        found.push({ start: start + index, end: start + index + word.length, text: other(word), kind })
      }
    }
  }
  return found
}
