import type { Problem } from '../../src/yaml/problem.ts'
import { InvalidInput } from '../../src/yaml/problem.ts'
import { NodeprepError } from '../../src/errors.ts'
import { demand } from './target.ts'

/** Texts of the files that a case reads, by name: a mistake in one of them has its place inside. */
export type Files = Readonly<Record<string, string>>

const known = new Map<string, readonly string[]>()

function linesOf(text: string): readonly string[] {
  const lines = known.get(text) ?? text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  if (!known.has(text)) known.clear()
  known.set(text, lines)
  return lines
}

function checkPlace(files: Files, file: string, line: number, column: number): void {
  const text = files[file]
  if (text === undefined) return
  const lines = linesOf(text)
  demand(line >= 1 && line <= lines.length, `line ${line} is outside of ${file}, which has ${lines.length}`)
  const width = lines[line - 1]?.length ?? 0
  demand(column >= 1 && column <= width + 1, `${file}:${line}:${column} is outside of the line, which has ${width}`)
}

/** Each mistake has a place within its file, and a message of one line that is no book. */
export function checkProblems(problems: readonly Problem[], files: Files): string {
  demand(problems.length > 0, 'refused without a mistake')
  for (const { file, line, column, message, hint, path } of problems) {
    checkPlace(files, file, line, column)
    demand(/^[^\n]+$/.test(message), `a message of several lines: ${JSON.stringify(message)}`)
    demand(message.length + hint.length + path.length < 4000, `a message of ${message.length} characters`)
    checkWords(message)
  }
  return `mistake: ${problems.map(({ message }) => shapeOf(message)).sort()[0] ?? ''}`
}

/** What a person must never read: a stack, or a value that was printed without thinking. */
function checkWords(said: string): void {
  const message = said.replace(/"(?:[^"\\]|\\.)*"?/g, '"…"')
  demand(!/\n\s+at .+:\d+/.test(message), `a stack trace: ${message}`)
  demand(
    !/\[object |\bundefined\b(?!")|call stack|is not a function|Cannot read prop/.test(message),
    `it says: ${message}`,
  )
}

/** A message without what differs from case to case. */
export function shapeOf(message: string): string {
  const [line = ''] = message.split('\n')
  return line
    .replace(/"(?:[^"\\]|\\.)*"?/g, '"…"')
    .replace(/\d+/g, 'N')
    .replace(/[^\x20-\x7e…]/g, '?')
    .slice(0, 70)
}

/** Runs a case; a NodeprepError for the user is an outcome like any other, anything else is passed on. */
export function outcomeOf(files: Files, run: () => string): string {
  try {
    return run()
  } catch (error) {
    return checkError(error, files)
  }
}

export function checkError(error: unknown, files: Files): string {
  if (error instanceof InvalidInput) return checkProblems(error.problems, files)
  if (!(error instanceof NodeprepError) || error.code === 'internal') throw error
  checkWords(error.message)
  for (const [file] of Object.entries(files))
    for (const found of error.message.matchAll(
      new RegExp(`(?<=^|[ (])${file.replaceAll('.', '\\.')}:(\\d+)(?::(\\d+))?`, 'gm'),
    ))
      checkPlace(files, file, Number(found[1]), Number(found[2] ?? 1))
  return `${error.code}: ${shapeOf(error.message)}`
}
