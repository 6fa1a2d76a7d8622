import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'
import type { Problem } from '../../yaml/problem.ts'
import { VERSION, versionNumbers } from '../spec.ts'

const SOURCE: Path = ['spec', 'mirror', 'packages', 'containerd']

/** What is wrong in spec.runtime, and in the repository of its own, for containerd. */
export function checkInput(view: View): Problem[] {
  const numbers = versionNumbers(view)
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
