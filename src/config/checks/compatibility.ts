import { kubernetesEnds, type Ends } from '../../kubernetes/versions/compatibility.ts'
import { endOfLife } from '../../kubernetes/versions/compatible.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import { judgeVersion } from '../../runtimes/judge-version.ts'
import type { Notice, Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import { chosenRuntime, chosenVersion } from './chosen-runtime.ts'

const VERSION: Path = ['spec', 'kubernetes', 'version']
const RUNTIME_VERSION: Path = ['spec', 'runtime', 'version']

/** What the compatibility table says of the versions that the file names. `today` is YYYY-MM-DD, '' for no day. */
export function checkCompatibility(view: View, today: string): { problems: Problem[]; notices: Notice[] } {
  const version = view.text(VERSION)
  const runtime = chosenRuntime(view)
  if (version === undefined || runtime === undefined) return { problems: [], notices: [] }
  const minor = minorOf(version)
  const wanted = chosenVersion(view, runtime)
  // What ends with Kubernetes is said of that already.
  const ends = runtime.versions.ends ?? (wanted === minor ? undefined : kubernetesEnds)
  const notices = [
    ...ended(view, VERSION, 'Kubernetes', kubernetesEnds, minor, today),
    ...(ends ? ended(view, RUNTIME_VERSION, runtime.names.title, ends, wanted, today) : []),
  ]
  const judgement = judgeVersion(runtime, wanted, minor)
  if (judgement === undefined) return { problems: [], notices }
  const problem = view.problem(RUNTIME_VERSION, judgement.message, judgement.hint)
  if (judgement.level === 'refused' && !isIgnored(view, runtime.input.versionCheck))
    return { problems: [problem], notices }
  return { problems: [], notices: [{ ...problem, level: 'warning' }, ...notices] }
}

/** The early check of the same thing can be overridden by its name. */
function isIgnored(view: View, check?: string): boolean {
  const names = view.get(['spec', 'ignoreChecks'])
  return Array.isArray(names) && check !== undefined && names.includes(check)
}

function ended(view: View, path: Path, title: string, ends: Ends, version: string, today: string): Notice[] {
  const date = today === '' ? undefined : endOfLife(ends, version, today)
  if (date === undefined) return []
  const living = Object.keys(ends.dates).filter((one) => endOfLife(ends, one, today) === undefined)
  const problem = view.problem(
    path,
    `${title} ${minorOf(version)} is past its end of life (${date}): it gets no more fixes`,
    `supported: ${living.join(', ')}`,
  )
  return [{ ...problem, level: 'note' }]
}
