import { endsOfLife } from '../../kubernetes/versions/compatibility.ts'
import { endOfLife, judgeRuntime } from '../../kubernetes/versions/compatible.ts'
import type { RuntimeKind } from '../../kubernetes/versions/runtime-names.ts'
import { minorOf } from '../../kubernetes/versions/minor-of.ts'
import type { Notice, Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

const VERSION: Path = ['spec', 'kubernetes', 'version']
const KIND: Path = ['spec', 'runtime', 'kind']
const RUNTIME_VERSION: Path = ['spec', 'runtime', 'version']

/** What the compatibility table says of the versions that the file names. `today` is YYYY-MM-DD, '' for no day. */
export function checkCompatibility(view: View, today: string): { problems: Problem[]; notices: Notice[] } {
  const version = view.text(VERSION)
  const given = view.text(KIND)
  if (version === undefined || (given === undefined && view.has(KIND))) return { problems: [], notices: [] }
  const kind: RuntimeKind = given === 'containerd' ? given : 'cri-o'
  const minor = minorOf(version)
  const wanted = view.text(RUNTIME_VERSION)?.replace(/^v/, '')
  // A version that is written wrongly is a mistake of its own.
  const runtime = wanted === undefined ? '' : kind === 'cri-o' ? minorOf(wanted) : wanted
  const notices = [
    ...ended(view, VERSION, 'Kubernetes', 'kubernetes', minor, today),
    ...(kind === 'containerd' ? ended(view, RUNTIME_VERSION, 'containerd', kind, runtime, today) : []),
    ...(kind === 'cri-o' && runtime !== minor
      ? ended(view, RUNTIME_VERSION, 'CRI-O', 'kubernetes', runtime, today)
      : []),
  ]
  const judgement = runtime === minor && kind === 'cri-o' ? undefined : judgeRuntime(kind, runtime, minor)
  if (judgement === undefined) return { problems: [], notices }
  const problem = view.problem(RUNTIME_VERSION, judgement.message, judgement.hint)
  if (judgement.level === 'refused' && !(kind === 'containerd' && isIgnored(view)))
    return { problems: [problem], notices }
  return { problems: [], notices: [{ ...problem, level: 'warning' }, ...notices] }
}

/** The early check of the same thing can be overridden by its name. */
function isIgnored(view: View): boolean {
  const names = view.get(['spec', 'ignoreChecks'])
  return Array.isArray(names) && names.includes('containerd-cri')
}

function ended(
  view: View,
  path: Path,
  title: string,
  what: keyof typeof endsOfLife,
  version: string,
  today: string,
): Notice[] {
  const date = today === '' ? undefined : endOfLife(what, version, today)
  if (date === undefined) return []
  const living = Object.keys(endsOfLife[what].dates).filter((one) => endOfLife(what, one, today) === undefined)
  const problem = view.problem(
    path,
    `${title} ${minorOf(version)} is past its end of life (${date}): it gets no more fixes`,
    `supported: ${living.join(', ')}`,
  )
  return [{ ...problem, level: 'note' }]
}
