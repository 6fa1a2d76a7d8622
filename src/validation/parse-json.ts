import type { z } from 'zod'
import { InvalidInput } from '../yaml/problem.ts'
import { validate } from './validate.ts'
import { parseYaml } from '../yaml/parse.ts'

/** The largest JSON file that is read, in bytes: a plan for a thousand hosts fits. */
export const MAX_JSON_SIZE = 4 * 1024 * 1024

/**
 * Reads JSON that a person may have edited, as the part of YAML that it is: so every mistake has its place, and keys
 * given twice are refused. Throws {@link InvalidInput}.
 */
export function parseJson<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  const { documents, problems } = parseYaml(text, file, MAX_JSON_SIZE)
  const [document, second] = documents
  if (!document || problems.length > 0) throw new InvalidInput(problems.length > 0 ? problems : [empty(file)])
  if (second) throw new InvalidInput([second.problem(second.root.start, [], 'the JSON ended before this')])
  const { data, problems: mistakes } = validate(schema, document)
  if (data === undefined) throw new InvalidInput(mistakes)
  return data
}

const empty = (file: string) => ({ file, line: 1, column: 1, path: '', message: 'the file is empty', hint: '' })
