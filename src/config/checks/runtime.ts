import type { Problem } from '../../yaml/problem.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

const RUNTIME: Path = ['spec', 'runtime']
const VERSION: Path = [...RUNTIME, 'version']
const PACKAGE: Path = [...RUNTIME, 'package']
const SOURCE: Path = ['spec', 'mirror', 'packages', 'containerd']

/** Versions that there are of the wanted runtime, and what belongs to one of them alone. */
export function checkRuntime(view: View): Problem[] {
  const kind = view.text([...RUNTIME, 'kind'])
  if (kind === undefined && view.has([...RUNTIME, 'kind'])) return []
  return kind === 'containerd' ? checkContainerd(view) : checkCrio(view)
}

const numbersAt = (view: View, path: Path) => view.text(path)?.replace(/^v/, '').split('.').map(Number)

function checkCrio(view: View): Problem[] {
  const [major, minor] = numbersAt(view, VERSION) ?? [1, 0]
  return [
    ...(major === 1 && minor !== undefined
      ? []
      : [view.problem(VERSION, 'not a version of CRI-O', 'write it as 1.36, or leave it out')]),
    ...(view.text(PACKAGE) === undefined
      ? []
      : [view.problem(PACKAGE, 'belongs to containerd', 'leave it out, or write kind: containerd')]),
  ]
}

function checkContainerd(view: View): Problem[] {
  const numbers = numbersAt(view, VERSION)
  const [major = 2, minor] = numbers ?? []
  const tooOld = major < 1 || (major === 1 && minor !== undefined && minor < 3)
  const wrong = major === 1 && minor !== undefined && minor > 7
  const open = numbers === undefined || minor === undefined
  return [
    ...(tooOld
      ? [view.problem(VERSION, 'containerd is configured from 1.3 on', 'write it as 1.7 or 2.2, or leave it out')]
      : []),
    ...(wrong ? [view.problem(VERSION, 'not a version of containerd', 'write it as 1.7 or 2.2, or leave it out')] : []),
    ...(open ? unfilled(view) : []),
  ]
}

/** `{minor}` in a repository of containerd's is that of runtime.version. */
function unfilled(view: View): Problem[] {
  const texts = [[], ['deb'], ['rpm']].flatMap((family) =>
    ['url', 'key'].map((key): Path => [...SOURCE, ...family, key]),
  )
  return texts
    .filter((path) => view.text(path)?.includes('{minor}'))
    .map((path) =>
      view.problem(path, 'has {minor}, which is that of spec.runtime.version', 'give the version, as in 1.7'),
    )
}
